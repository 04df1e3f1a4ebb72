package customerpages

import (
	"callflow/internal/callwork"
	"callflow/internal/console/ui"
	"callflow/internal/given"
)

// UndoQuestion asks whether an outcome is to be taken back.
const UndoQuestion = "Undo the outcome? The customer stands as if it had not been registered."

// Withdraw takes an outcome back, and leads to the customer's page.
func Withdraw(req *ui.Request) error {
	at, err := ShownPlace(req)
	if err != nil {
		return err
	}
	outcome := callwork.OutcomePlace{Place: at, Seq: ui.FormID(req.PostForm, "outcome")}
	input := &callwork.WithdrawInput{Comment: given.Typed(req.PostForm.Get("comment"))}
	_, err = req.Console.App.Calls.WithdrawOutcome(req.Context(), req.Session, outcome, input)
	return backToCustomer(req, at, err, ui.DoneUndo)
}
