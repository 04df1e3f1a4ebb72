package console

import (
	"callflow/internal/auth"
)

func (r *routes) referenceRoutes() {
	r.page("GET /reference", auth.ReadStatus, referencePage)
}
