package console

import (
	"callflow/internal/auth"
)

func (r *routes) customerRoutes() {
	r.page("GET /assignments/{assignment_id}/customer", auth.ReadStatus, customerPage)
	r.page("GET /assignments/{assignment_id}/customer/edit", auth.WriteCustomers, editCustomerPage)
	r.page("POST /assignments/{assignment_id}/customer/edit", auth.WriteCustomers, editCustomer)
	r.page("GET /assignments/{assignment_id}/customer/new", auth.WriteCustomers, newCustomerPage)
	r.page("POST /assignments/{assignment_id}/customer/new", auth.WriteCustomers, newCustomer)
	r.page("POST /assignments/{assignment_id}/customer/anonymize", auth.WriteCustomers, sure(
		"Everything that says who this is will be emptied for good, also in the history. Go on?", aboutCustomer, anonymizeCustomer))
	r.page("POST /campaigns/{campaign_id}/customer/move", auth.MoveCustomers, moveCustomer)
	r.page("POST /campaigns/{campaign_id}/customer/remove", auth.MoveCustomers, sure(
		"Take the customer out of the campaign?", aboutCallflowCustomer, removeCustomer))
	r.page("POST /campaigns/{campaign_id}/customer/withdraw", auth.WithdrawOwn, sure(undoQuestion, aboutCallflowCustomer, withdrawOutcome))
	r.page("POST /campaigns/{campaign_id}/customer/add", auth.MoveCustomers, addCustomer)
}
