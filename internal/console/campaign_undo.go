package console

import (
	"fmt"
	"net/url"
	"strconv"

	"callflow/internal/app"
)

const (
	doneMoved     = "%d customers were moved."
	doneMovedBack = "%d customers were moved back."
	leftAlone     = "%d customers were left alone: something happened to them since."
)

// movedSaid is what the address of the next page says of customers that were moved: how many, and which moves they were.
func movedSaid(told *app.MovedTogether) url.Values {
	said := url.Values{"done": {doneMoved}, "count": {strconv.Itoa(told.Moved)}}
	if told.First != 0 {
		said.Set("moved", fmt.Sprintf("%d-%d", told.First, told.Last))
	}
	return said
}

// movesNamed reads what movedSaid names; none where the text is another.
func movesNamed(campaignID int64, text string) (moves app.MadeMoves, ok bool) {
	if _, err := fmt.Sscanf(text, "%d-%d", &moves.First, &moves.Last); err != nil || moves.First < 1 {
		return moves, false
	}
	moves.CampaignID = campaignID
	return moves, true
}

// undoableMoves names the moves that the address says were made a moment ago, where the reader made them and can undo them; "" else.
func (req *request) undoableMoves(campaignID int64) (string, error) {
	named := req.URL.Query().Get("moved")
	moves, ok := movesNamed(campaignID, named)
	if !ok {
		return "", nil
	}
	if undoable, err := req.console.app.MovesUndoable(req.Context(), req.session, moves); err != nil || !undoable {
		return "", err
	}
	return named, nil
}

// undoMoves moves customers back that were moved together.
func undoMoves(req *request) error {
	id, err := req.id("campaign_id")
	if err != nil {
		return err
	}
	moves, ok := movesNamed(id, req.PostFormValue("moved"))
	if !ok {
		return errNotFound
	}
	path := localPath(req.PostFormValue("back"))
	back, left, err := req.console.app.UndoMoves(req.Context(), req.session, moves)
	if err != nil {
		return req.backToCampaign(id, path, err)
	}
	return req.doneWith(path+customersAnchor, url.Values{"done": {doneMovedBack}, "count": {strconv.Itoa(back)}, "left": {strconv.Itoa(left)}})
}
