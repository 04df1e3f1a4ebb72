package console

import "callflow/internal/app"

func (r *routes) customerRoutes() {
	r.page("GET /assignments/{assignment_id}/customer", app.ReadStatus, customerPage)
	r.page("GET /assignments/{assignment_id}/customer/edit", app.WriteCustomers, editCustomerPage)
	r.page("POST /assignments/{assignment_id}/customer/edit", app.WriteCustomers, editCustomer)
	r.page("GET /assignments/{assignment_id}/customer/new", app.WriteCustomers, newCustomerPage)
	r.page("POST /assignments/{assignment_id}/customer/new", app.WriteCustomers, newCustomer)
	r.page("POST /assignments/{assignment_id}/customer/anonymize", app.WriteCustomers, sure(
		"Everything that says who this is will be emptied for good, also in the history. Go on?", aboutCustomer, anonymizeCustomer))
	r.page("POST /campaigns/{campaign_id}/customer/move", app.MoveCustomers, moveCustomer)
	r.page("POST /campaigns/{campaign_id}/customer/remove", app.MoveCustomers, sure(
		"Take the customer out of the campaign?", aboutCallflowCustomer, removeCustomer))
	r.page("POST /campaigns/{campaign_id}/customer/withdraw", app.WithdrawOwn, sure(undoQuestion, aboutCallflowCustomer, withdrawOutcome))
	r.page("POST /campaigns/{campaign_id}/customer/add", app.MoveCustomers, addCustomer)
}
