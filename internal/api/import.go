package api

import (
	"fmt"

	"callflow/internal/app"
	"callflow/internal/importer"
	"callflow/internal/imports"
	"callflow/internal/web"
)

// longestImportWait is how long an answer may be put off until an import has ended.
const longestImportWait = 60

func (api *API) startImport(req *request) error {
	assignmentID, err := req.id("assignment_id")
	if err != nil {
		return err
	}
	if err := req.api.app.Imports.MayImport(req.session, assignmentID); err != nil { // before anything is sent
		return err
	}
	room, err := req.api.app.Imports.TakeRoom(req.session)
	if err != nil {
		return err
	}
	u := &upload{req: req, request: &importer.Request{AssignmentID: assignmentID}, room: room}
	if err := u.receive(); err != nil {
		u.remove()
		return err
	}
	u.nameRequest()
	if u.wait > 0 {
		web.ExtendDeadlines(req.writer, u.wait)
	}
	u.file.Wait = u.wait
	return req.answered(api.app.Imports.Start(req.Context(), req.session, u.request, u.file))
}

func (api *API) imports(req *request) error {
	id, err := req.id("assignment_id")
	if err != nil {
		return err
	}
	if _, err := req.parameters(); err != nil {
		return err
	}
	return req.reported(api.app.Imports.List(req.Context(), req.session, id))
}

func (req *request) importIDs() (assignmentID, id int64, err error) {
	if assignmentID, err = req.id("assignment_id"); err != nil {
		return 0, 0, err
	}
	id, err = req.id("import_id")
	return assignmentID, id, err
}

func (api *API) oneImport(req *request) error {
	assignmentID, id, err := req.importIDs()
	if err != nil {
		return err
	}
	if _, err := req.parameters(); err != nil {
		return err
	}
	return req.reported(api.app.Imports.Show(req.Context(), req.session, assignmentID, id))
}

func (api *API) undoImport(req *request) error {
	assignmentID, id, err := req.importIDs()
	if err != nil {
		return err
	}
	if _, err := req.parameters(); err != nil {
		return err
	}
	web.ExtendDeadlines(req.writer, web.LongestChange)
	return req.answered(api.app.Imports.Undo(req.Context(), req.session, &imports.UndoRequest{AssignmentID: assignmentID, ID: id}))
}

func (api *API) importedRows(req *request) error {
	r := &imports.RowsRequest{}
	var err error
	if r.AssignmentID, r.ID, err = req.importIDs(); err != nil {
		return err
	}
	q, err := req.parameters("after", "limit")
	if err != nil {
		return err
	}
	if r.After, err = q.whole("after", bounds{0, 1 << 53, 0}); err != nil {
		return err
	}
	limit, err := q.whole("limit", bounds{1, app.MostChanges, app.DefaultChanges})
	if err != nil {
		return err
	}
	r.Limit = int(limit)
	return req.reported(api.app.Imports.ListRows(req.Context(), req.session, r))
}

// rejectedRows answers the rows that an import did not take as a CSV file, to be mended and sent again.
func (api *API) rejectedRows(req *request) error {
	assignmentID, id, err := req.importIDs()
	if err != nil {
		return err
	}
	if _, err := req.parameters(); err != nil {
		return err
	}
	place, err := api.files.Take(req.session.AccountID, req.session.User.ID)
	if err != nil {
		return err
	}
	defer place.Release()
	deadline, begun := web.NewWriteDeadline(req.writer), false
	err = api.app.Imports.TellRejected(req.Context(), req.session, &imports.RejectedFile{
		Of: &imports.RowsRequest{AssignmentID: assignmentID, ID: id}, To: deadline, Extend: deadline.Extend,
		Begin: func(charset string) {
			begun = true
			h := req.writer.Header()
			h.Set("Content-Type", "text/csv; charset="+charset)
			h.Set("Cache-Control", "no-store")
			h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=\"rejected-%d.csv\"", id))
		},
	})
	if !begun {
		return err
	}
	if err != nil {
		web.BreakOff(api.config.Log, req.Request, err)
	}
	return nil
}
