package console

import (
	"callflow/internal/auth"
)

// importRoutes bring files in: a file is sent, its columns are matched, the import is tried, and then run.
func (r *routes) importRoutes() {
	r.upload("POST /imports/{assignment_id}", auth.WriteCustomers, sendFile)
	const (
		file = "/imports/files/{file_id}"
		one  = "/imports/{assignment_id}/{import_id}"
	)
	for pattern, handle := range map[string]handler{
		"GET /imports":                 importsPage,
		"GET /imports/{assignment_id}": importsPage,

		"GET " + file:                     waiting(matchPage),
		"POST " + file:                    waiting(matchFile),
		"POST " + file + "/read":          readFileAgain,
		"POST " + file + "/discard":       discardFile,
		"GET " + file + "/rehearsal":      waiting(rehearsalPage),
		"GET " + file + "/rehearsal/live": rehearsalLive,
		"POST " + file + "/run":           waiting(runImport),

		"GET " + one:                   importPage,
		"GET " + one + "/live":         importLive,
		"GET " + one + "/rejected.csv": rejectedRows,
		"POST " + one + "/undo":        sure("Undo the whole import? What it changed goes back to how it was.", aboutImport, undoImport),
	} {
		r.page(pattern, auth.WriteCustomers, handle)
	}
}
