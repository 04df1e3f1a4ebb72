package app

import (
	"context"

	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// pageRead is one try to read a page.
type pageRead struct {
	list    *List
	work    *scratch
	at      *store.Snapshot // nil where it could not be opened
	from    source
	window  *pageWindow
	records *recordWriter
	page    *ListPage
	read    bool  // something of the window was
	err     error // the first failure
}

// openPage opens a snapshot for a page, and finds the window of its rows. It is closed also where it has failed.
func (t *listTries) openPage(work *scratch, buffer []byte) *pageRead {
	l := t.list
	p := &pageRead{
		list: l, work: work, page: &ListPage{},
		records: &recordWriter{list: l, renderer: &work.renderer, buffer: buffer, most: l.request.Page.Size},
	}
	t.page = p
	if p.at, p.err = t.snapshot(t.ctx); p.err == nil {
		p.err = p.begin(t.ctx)
	}
	return p
}

func (p *pageRead) begin(ctx context.Context) (err error) {
	p.page.Moment = p.at.Moment
	if p.from, err = p.list.source(p.at); err != nil {
		return err
	}
	if p.window, err = p.list.window(); err != nil {
		return err
	}
	if err := p.list.weigh(ctx, p.at); err != nil {
		return err
	}
	if p.page.Count, err = p.from.Count(p.list.rows); err != nil {
		return err
	}
	p.records.begin(p.from, &p.work.batch)
	return p.window.begin(p.from, p.page.Count, &p.work.batch)
}

// more says whether rows are still to be read, after it has taken those that were.
func (p *pageRead) more() bool {
	if p.err != nil {
		return false
	}
	if p.read {
		p.window.took()
	}
	p.read = true
	return p.window.took != nil
}

// close ends the try: the page where nothing failed.
func (p *pageRead) close() (*ListPage, error) {
	defer p.records.stop()
	rows := p.work.batch.Rows
	var removed []byte
	if changed, ok := p.from.(*statuslist.Changed); ok && p.err == nil {
		removed, p.err = p.list.removed(p.at, changed, p.window, rows)
	}
	if p.at != nil {
		p.err = p.at.Close(p.err)
	}
	if p.err != nil {
		return nil, p.err
	}
	p.window.link(p.page, rows)
	if p.list.OnNext != nil && p.page.Next != nil {
		p.list.OnNext(p.page.Next)
	}
	p.page.Results, p.page.Records = append(p.records.finish(rows), removed...), int64(len(rows))
	return p.page, nil
}
