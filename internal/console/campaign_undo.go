package console

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/callwork"
	"callflow/internal/console/ui"
)

// movedSaid is what the address of the next page says of customers that were moved: how many, where, and which moves they were.
func movedSaid(told *callwork.MovedTogether, state string) url.Values {
	said := url.Values{"done": {ui.DoneMoved}, "count": {strconv.Itoa(told.Moved)}}
	if state != "" {
		said.Set(ui.MovedTo, state)
	}
	if len(told.Seqs) > 0 {
		said.Set("moved", movesText(told.Seqs))
	}
	return said
}

// withState says after what was done in which of the campaign's call states the customers are now, where the address names one.
func withState(req *ui.Request, done string, states []callflow.State) string {
	state := callflow.StateNamed(states, req.URL.Query().Get(ui.MovedTo))
	if done == "" || state == nil {
		return done
	}
	return done + " " + req.Reader.T("Call state: %s.", state.Name)
}

// movesText writes ascending seqs as runs: of each, how far it is from the last seq before it, and how many seqs follow it at once.
func movesText(seqs []int64) string {
	var runs []string
	for i, last := 0, int64(0); i < len(seqs); {
		first, at := seqs[i], i
		for i++; i < len(seqs) && seqs[i] == seqs[i-1]+1; i++ {
		}
		runs = append(runs, fmt.Sprintf("%d-%d", first-last, i-at-1))
		last = seqs[i-1]
	}
	return strings.Join(runs, "_")
}

// movesNamed reads what movesText wrote; ok is false where the text is another.
func movesNamed(campaignID int64, text string) (moves callwork.MadeMoves, ok bool) {
	moves.CampaignID = campaignID
	last := int64(0)
	for run := range strings.SplitSeq(text, "_") {
		from, more, ok := strings.Cut(run, "-")
		by, err := strconv.ParseUint(from, 10, 52)
		following, wrong := strconv.ParseUint(more, 10, 16)
		if !ok || err != nil || wrong != nil || by == 0 || len(moves.Seqs)+int(following) >= callwork.MostTogether {
			return moves, false
		}
		last += int64(by)
		for i := range int64(following) + 1 {
			moves.Seqs = append(moves.Seqs, last+i)
		}
		last += int64(following)
	}
	return moves, true
}

// undoableMoves names the moves that the address says were made a moment ago, where the reader made them and can undo them; "" else.
func undoableMoves(req *ui.Request, campaignID int64) (string, error) {
	named := req.URL.Query().Get("moved")
	moves, ok := movesNamed(campaignID, named)
	if !ok {
		return "", nil
	}
	if undoable, err := req.Console.App.Calls.MovesUndoable(req.Context(), req.Session, moves); err != nil || !undoable {
		return "", err
	}
	return named, nil
}

// undoMoves moves customers back that were moved together.
func undoMoves(req *ui.Request) error {
	id, err := req.ID("campaign_id")
	if err != nil {
		return err
	}
	moves, ok := movesNamed(id, req.PostFormValue("moved"))
	if !ok {
		return ui.ErrNotFound
	}
	path := ui.LocalPath(req.PostFormValue("back"))
	back, left, err := req.Console.App.Calls.UndoMoves(req.Context(), req.Session, moves)
	if err != nil {
		return backToCampaign(req, id, path, err)
	}
	return req.DoneWith(path+customersAnchor, url.Values{"done": {ui.DoneMovedBack}, "count": {strconv.Itoa(back)}, "left": {strconv.Itoa(left)}})
}
