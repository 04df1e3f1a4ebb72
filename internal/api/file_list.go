package api

import (
	"context"
	"strconv"
	"strings"

	"callflow/internal/app"
	"callflow/internal/tabular"
)

// listFile answers a status list, or the customers, as a file.
func (req *request) listFile(r *app.ListRequest, known []string, format tabular.Format) error {
	q, err := req.fileQuery(known)
	if err != nil {
		return err
	}
	f := &file{name: req.fileName(r)}
	if f.options, err = q.recordOptions(format); err != nil {
		return err
	}
	if err := q.filter(r); err != nil {
		return err
	}
	if r.Selection, err = q.selection(); err != nil {
		return err
	}
	if r.When, err = q.when(); err != nil {
		return err
	}
	f.of = r.Of().InFile(string(format), r.Narrowed(req.session))
	f.ofMoment = r.When.At != "" && strings.Trim(r.When.At, "0123456789") == "" // a time may still gain changes
	may := func() error {
		_, err := req.api.app.Open(req.session, r)
		return err
	}
	return req.sendFile(f, may, func(ctx context.Context, to app.ExportTarget) error {
		list, err := req.api.app.Open(req.session, r)
		if err != nil {
			return err
		}
		return req.api.app.Export(ctx, list, to)
	})
}

// fileName says of what the list is, and of which day.
func (req *request) fileName(r *app.ListRequest) string {
	name := "callflow"
	switch {
	case r.CampaignID != 0:
		name += "-campaign-" + strconv.FormatInt(r.CampaignID, 10)
	case r.AssignmentID != 0:
		name += "-assignment-" + strconv.FormatInt(r.AssignmentID, 10)
	default:
		name += "-data-owner-" + strconv.FormatInt(r.CRM.DataOwnerID, 10)
	}
	if r.Customers {
		name += "-customers"
	}
	return name + "-" + req.api.app.Today(req.session)
}

// outcomesFile answers registered outcomes, or what they sold, as a file.
func (req *request) outcomesFile(r *app.OutcomeRequest, format tabular.Format) error {
	q, err := req.fileQuery(outcomeParameters)
	if err != nil {
		return err
	}
	if err := q.outcomes(r); err != nil {
		return err
	}
	f := &file{name: "callflow-outcomes-" + req.api.app.Today(req.session), of: r.Of().InFile(string(format), r.Narrowed())}
	if r.From == "" || r.To == "" { // the list is of today, which is another list tomorrow
		f.day = req.api.app.Today(req.session)
	}
	if f.options, err = q.recordOptions(format); err != nil {
		return err
	}
	r.Head = format != tabular.NDJSON && format != tabular.JSON
	return req.sendFile(f, func() error { return app.MayReadOutcomes(req.session, r) }, func(ctx context.Context, to app.ExportTarget) error {
		return req.api.app.ExportOutcomes(ctx, req.session, r, to)
	})
}

// changesFile answers the log as a file.
func (req *request) changesFile(format tabular.Format) error {
	q, err := req.fileQuery(changeParameters)
	if err != nil {
		return err
	}
	r, err := req.changeScope()
	if err != nil {
		return err
	}
	if r.After, err = q.whole("after", bounds{0, 1 << 53, 0}); err != nil {
		return err
	}
	f := &file{name: "callflow-changes-" + req.api.app.Today(req.session), of: r.Of().InFile(string(format), r.Narrowed())}
	if f.options, err = q.recordOptions(format); err != nil {
		return err
	}
	return req.sendFile(f, func() error { return app.MayReadChanges(req.session, r) }, func(ctx context.Context, to app.ExportTarget) error {
		return req.api.app.ExportChanges(ctx, req.session, r, to)
	})
}
