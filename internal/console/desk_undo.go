package console

import "callflow/internal/app"

const doneUndo = "The outcome was undone."

// deskUndo takes back an outcome that was registered at the desk, and leads to its customer, which is the agent's again where it may be. The
// address names whom the agent is calling meanwhile: there it is told where the outcome can't be taken back. The form says for whom both were shown.
func deskUndo(req *request) error {
	calling, err := req.place()
	if err != nil {
		return err
	}
	undone := app.Place{CampaignID: calling.CampaignID, CustomerID: req.PostFormValue("of"), Number: idOf(req.PostForm, "of."+forWhom)}
	if undone.Number == 0 {
		return errForWhom
	}
	outcome := app.OutcomePlace{Place: undone, Seq: idOf(req.PostForm, "outcome")}
	session, err := req.once("undo", undone.CustomerID, numberText(outcome.Seq))
	if err != nil {
		return err
	}
	err = req.console.app.UndoAtDesk(req.Context(), session, outcome, calling.Number)
	if isAway(err) {
		err = req.console.app.WhyAway(req.Context(), req.session, undone)
	}
	switch {
	case err == nil:
		return req.done(deskPath(undone.CampaignID, undone.CustomerID), doneUndo)
	case calling.CustomerID == "":
		return req.showDesk(&deskTold{notUndone: err})
	}
	return req.showCall(&deskCall{notUndone: err})
}
