package console

import "callflow/internal/app"

func (r *routes) deskRoutes() {
	r.page("GET /desk", app.RegisterOutcomes, deskStartPage)
	r.page("GET /desk/{campaign_id}", app.RegisterOutcomes, deskPage)
	r.page("POST /desk/{campaign_id}/next", app.RegisterOutcomes, deskNext)
	r.page("GET /desk/{campaign_id}/customer", app.RegisterOutcomes, deskCallPage)
	r.page("POST /desk/{campaign_id}/customer", app.RegisterOutcomes, deskRegister)
	r.page("POST /desk/{campaign_id}/claim", app.RegisterOutcomes, deskClaim)
	r.page("POST /desk/{campaign_id}/undo", app.WithdrawOwn, deskUndo)
	r.page("POST /desk/{campaign_id}/release", app.RegisterOutcomes, deskRelease)
}
