package console

import (
	"callflow/internal/callwork"
	"callflow/internal/console/customerpages"
	"callflow/internal/console/ui"
)

// deskUndo takes back an outcome that was registered at the desk, and leads to its customer, which is the agent's again where it may be. The
// address names whom the agent is calling meanwhile: there it is told where the outcome can't be taken back. The form says for whom both were shown.
func deskUndo(req *ui.Request) error {
	calling, err := customerpages.PlaceOfPath(req)
	if err != nil {
		return err
	}
	undone := callwork.Place{CampaignID: calling.CampaignID, CustomerID: req.PostFormValue("of"), Number: ui.FormID(req.PostForm, "of."+customerpages.ForWhom)}
	if undone.Number == 0 {
		return customerpages.ErrForWhom
	}
	outcome := callwork.OutcomePlace{Place: undone, Seq: ui.FormID(req.PostForm, "outcome")}
	session, err := sessionForOneCall(req, "undo", undone.CustomerID, ui.NumberText(outcome.Seq))
	if err != nil {
		return err
	}
	err = req.Console.App.Calls.UndoAtDesk(req.Context(), session, outcome, calling.Number)
	if isAway(err) {
		err = req.Console.App.Calls.WhyAway(req.Context(), req.Session, undone)
	}
	switch {
	case err == nil:
		return req.Done(deskPath(undone.CampaignID, undone.CustomerID), ui.DoneUndo)
	case calling.CustomerID == "":
		return showDesk(req, &deskTold{notUndone: err})
	}
	return showCall(req, &deskCall{notUndone: err})
}
