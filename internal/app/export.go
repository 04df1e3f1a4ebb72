package app

import (
	"context"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/labels"
	"callflow/internal/store"
	"callflow/internal/tabular"
)

// ExportTarget takes a list that is told whole.
type ExportTarget interface {
	// Begin is told once, before the records: the columns of all of them, how many there are, and the moment they are of.
	Begin(columns []tabular.Column, count int64, moment store.Moment) error
	// Record takes one record, a flat JSON object with keys in the order of the columns, of which campaigns without
	// a product lack the product's. The bytes are valid during the call alone.
	Record(record []byte) error
	// Flush is called after each batch.
	Flush() error
}

// errExportBroke says that the database went away when a part of the list was told already.
var errExportBroke = &callflow.Error{
	Code: callflow.Unavailable, Message: "The database went away during the export.", Fix: "Export again.",
}

// ExportAs is Export of an account of this machine.
func (a *App) ExportAs(ctx context.Context, accountID int64, request *ListRequest, to ExportTarget) error {
	session, err := a.ownSession(ctx, accountID)
	if err != nil {
		return err
	}
	l, err := a.Open(session, request)
	if err != nil {
		return err
	}
	return a.Export(ctx, l, to)
}

// ownSession is the command line's, which has every right.
func (a *App) ownSession(ctx context.Context, accountID int64) (*auth.Session, error) {
	session, err := a.OpenUnidentified(ctx, accountID)
	if err != nil {
		return nil, err
	}
	session.User = &callflow.User{Active: true, Role: callflow.Admin}
	return session, nil
}

// Export tells a whole list as of one moment, in constant memory.
func (a *App) Export(ctx context.Context, l *List, to ExportTarget) error {
	if l.after >= 0 {
		return callflow.InvalidField("changed_since", "A list of changes has no such format: it has two parts, what changed and what was removed.")
	}
	tries := a.newTries(ctx, l)
	defer tries.end()
	for {
		begun, err := tries.export(to)
		if begun { // it can't be told again
			return err
		}
		if !tries.again(err) {
			return tries.err
		}
	}
}

// export tells a list; begun says that it was told in part at least.
func (t *listTries) export(to ExportTarget) (begun bool, err error) {
	r, err := t.snapshot(store.Lasting(t.ctx))
	if err != nil {
		return false, err
	}
	begun, err = t.exportFrom(r, to)
	err = r.Close(err)
	if begun && r.WentAway(err) {
		return true, errExportBroke
	}
	return begun, err
}

func (t *listTries) exportFrom(r *store.Snapshot, to ExportTarget) (begun bool, err error) {
	l := t.list
	from, err := l.source(r)
	if err != nil {
		return false, err
	}
	count, err := from.Count(l.rows)
	if err != nil {
		return false, err
	}
	if err := to.Begin(l.columns(), count, r.Moment); err != nil {
		return true, err
	}
	return true, tellAll(t.ctx, l, from, to)
}

// shownKeys are those of a part's records.
func (l *List) shownKeys(shape *callflow.Shape) []callflow.Key {
	shown, selectable := l.keysOf(shape)
	if len(l.request.Fields) > 0 {
		return callflow.SelectKeys(selectable, l.request.Fields)
	}
	return shown
}

// keys are those of all of the list's records, each once, in their order.
func (l *List) keys() []string {
	var keys []string
	for _, shape := range l.columnShapes() {
		keys = mergeKeys(keys, callflow.KeyNames(l.shownKeys(shape)))
	}
	return keys
}

// columns are those of all of the list's records, each once, in their order, with distinct labels.
func (l *List) columns() []tabular.Column {
	own := make(map[string]labels.Column)
	for _, shape := range l.columnShapes() {
		for i := range shape.Fields {
			labels.Add(own, shape.Fields[i].LookupID(), labels.OfField(&shape.Fields[i]))
		}
		for i := range shape.Products {
			product := &shape.Products[i]
			label := product.Title
			if label == "" {
				label = product.Code
			}
			labels.Add(own, callflow.ProductPrefix+product.Code, labels.Column{Label: label, Kind: tabular.IntegerColumn})
		}
	}
	return labels.Columns(l.keys(), own)
}
