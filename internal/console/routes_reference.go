package console

import "callflow/internal/app"

func (r *routes) referenceRoutes() {
	r.page("GET /reference", app.ReadStatus, referencePage)
}
