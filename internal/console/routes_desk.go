package console

import (
	"callflow/internal/auth"
)

func (r *routes) deskRoutes() {
	r.page("GET /desk", auth.RegisterOutcomes, deskStartPage)
	r.page("GET /desk/{campaign_id}", auth.RegisterOutcomes, deskPage)
	r.page("POST /desk/{campaign_id}/next", auth.RegisterOutcomes, deskNext)
	r.page("GET /desk/{campaign_id}/customer", auth.RegisterOutcomes, deskCallPage)
	r.page("POST /desk/{campaign_id}/customer", auth.RegisterOutcomes, deskRegister)
	r.page("POST /desk/{campaign_id}/claim", auth.RegisterOutcomes, deskClaim)
	r.page("POST /desk/{campaign_id}/undo", auth.WithdrawOwn, deskUndo)
	r.page("POST /desk/{campaign_id}/release", auth.RegisterOutcomes, deskRelease)
}
