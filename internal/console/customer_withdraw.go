package console

import (
	"callflow/internal/callwork"
	"callflow/internal/console/ui"
	"callflow/internal/given"
)

const undoQuestion = "Undo the outcome? The customer stands as if it had not been registered."

// withdrawOutcome takes an outcome back, and leads to the customer's page.
func withdrawOutcome(req *ui.Request) error {
	at, err := shownPlace(req)
	if err != nil {
		return err
	}
	outcome := callwork.OutcomePlace{Place: at, Seq: ui.FormID(req.PostForm, "outcome")}
	input := &callwork.WithdrawInput{Comment: given.Typed(req.PostForm.Get("comment"))}
	_, err = req.Console.App.Calls.WithdrawOutcome(req.Context(), req.Session, outcome, input)
	return backToCustomer(req, at, err, ui.DoneUndo)
}
