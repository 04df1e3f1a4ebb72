package customerpages

import (
	"net/url"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/callwork"
	"callflow/internal/console/ui"
	"callflow/internal/given"
)

// SentForm is what a form had that was refused: it is shown again as it was typed.
type SentForm struct {
	CampaignID    int64 // that it was about
	State         string
	Due           string
	Comment       string
	IDs           string
	Chosen        map[int64]bool // customers, by number
	MoveOf, AddOf bool
}

// ReadSentForm reads what a request's form had, for the page that shows it again.
func ReadSentForm(req *ui.Request) SentForm {
	form := req.PostForm
	sent := SentForm{
		State: form.Get("call_state"), Due: form.Get("due"), Comment: form.Get("comment"), IDs: form.Get("customer_ids"), Chosen: make(map[int64]bool),
	}
	sent.CampaignID, _ = strconv.ParseInt(req.PathValue("campaign_id"), 10, 64) // a page without a form has none
	sent.MoveOf, sent.AddOf = form.Has("call_state"), form.Has("customer_ids")
	for _, chosen := range ChosenCustomers(form) {
		sent.Chosen[chosen.Number] = true
	}
	return sent
}

// seqPrefix is before a customer's id in the name of the value that says as of which change its row was shown.
const seqPrefix = "seq."

// ChosenCustomers are those whose rows were chosen in a form.
func ChosenCustomers(form url.Values) (chosen []callwork.Place) {
	for _, id := range form["customer_id"] {
		chosen = append(chosen, callwork.Place{CustomerID: id, Number: ui.FormID(form, ForWhom+"."+id), IfSeq: ui.FormID(form, seqPrefix+id)})
	}
	return chosen
}

// ErrNoMove is about a form that was to move customers, and in which nothing was filled in.
var ErrNoMove = callflow.InvalidField("call_state", "Choose a call state, a time or a comment.")

// MoveInput is what the form says that was filled in, nil where nothing was.
func MoveInput(req *ui.Request) *callwork.MoveInput {
	input := &callwork.MoveInput{}
	if state := req.PostForm.Get("call_state"); state != "" {
		input.State = given.Typed(state)
	}
	if due := req.PostForm.Get("due"); due != "" {
		input.Due = TimeOf(req, due)
	}
	if comment := strings.TrimSpace(req.PostForm.Get("comment")); comment != "" {
		input.Comment = given.Typed(comment)
	}
	if !input.State.Set && !input.Due.Set && !input.Comment.Set {
		return nil
	}
	return input
}

// TimeOf reads what a browser sends of a time, which is one of the account's zone.
func TimeOf(req *ui.Request, text string) given.Value[int64] {
	return given.Time(strings.Replace(text, "T", " ", 1), req.Session.Setup.Location)
}
