package console

import (
	"callflow"
	"callflow/internal/app"
)

const undoQuestion = "Undo the outcome? The customer stands as if it had not been registered."

// withdrawOutcome takes an outcome back, and leads to the customer's page.
func withdrawOutcome(req *request) error {
	at, err := req.shownPlace()
	if err != nil {
		return err
	}
	outcome := app.OutcomePlace{Place: at, Seq: idOf(req.PostForm, "outcome")}
	var members []app.Member
	if comment := req.PostForm.Get("comment"); comment != "" {
		members = []app.Member{{Name: "comment", Value: callflow.AppendJSONString(nil, comment)}}
	}
	_, err = req.console.app.WithdrawOutcome(req.Context(), req.session, outcome, members)
	return req.backToCustomer(at, err, doneUndo)
}
