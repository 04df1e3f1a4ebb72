package app

import (
	"cmp"
	"context"

	"callflow"
	"callflow/internal/store/statuslist"
	"callflow/internal/worker"
)

// exportBatch is how many records are read and handed on at a time: what an export holds in memory.
const exportBatch = 500

// batchesAhead is how many batches an export has: one is read, one is written as records, one is told, and one waits.
const batchesAhead = 4

// exportedBatch is some rows of an export: as they were read, then their records, one after the other, and where each ends.
type exportedBatch struct {
	statuslist.Batch
	text []byte
	ends []int
}

// exportLine is the way of an export's batches: each is read, written as records, told, and filled again.
type exportLine struct {
	list      *List
	to        ExportTarget
	renderer  callflow.Renderer
	empty     chan *exportedBatch
	rendering *worker.Worker[*exportedBatch]
	telling   *worker.Worker[*exportedBatch]
	refused   chan struct{} // closed when whom the list is told to takes no more
	told      error         // why not
}

// tellAll reads in one goroutine, writes records in another, and tells them in a third: an export takes as long as the slowest of the three,
// where there are processors enough.
func tellAll(ctx context.Context, l *List, from source, to ExportTarget) error {
	line := &exportLine{list: l, to: to, empty: make(chan *exportedBatch, batchesAhead), refused: make(chan struct{})}
	for range batchesAhead {
		line.empty <- &exportedBatch{}
	}
	err := line.run(ctx, from)
	return cmp.Or(line.told, err) // of both, the one who is told says why
}

// run returns when nobody uses a batch any more.
func (l *exportLine) run(ctx context.Context, from source) error {
	l.telling = worker.Start(batchesAhead, l.tell)
	defer l.telling.Close()
	l.rendering = worker.Start(batchesAhead, l.render)
	defer l.rendering.Close()
	return l.read(ctx, from)
}

func (l *exportLine) read(ctx context.Context, from source) error {
	window := statuslist.Window{Limit: exportBatch}
	for {
		batch, err := l.nextEmpty(ctx)
		if err != nil {
			return err
		}
		if err := from.Rows(l.list.rows, window, &batch.Batch); err != nil {
			return err
		}
		count := len(batch.Rows)
		if count == exportBatch {
			last := pageWindow{list: l.list}
			window.Start = last.position(&batch.Rows[count-1])
		}
		l.rendering.Sent <- batch // there is room for all that there are
		if count < exportBatch {
			return nil
		}
	}
}

// nextEmpty waits for a batch. Where one of the goroutines behind ended, closing it tells why.
func (l *exportLine) nextEmpty(ctx context.Context) (*exportedBatch, error) {
	select {
	case batch := <-l.empty:
		return batch, nil
	case <-l.rendering.Failed:
	case <-l.telling.Failed:
	case <-l.refused:
	case <-ctx.Done():
	}
	return nil, cmp.Or(ctx.Err(), context.Canceled)
}

// render writes the records of a batch.
func (l *exportLine) render(batch *exportedBatch) {
	batch.text, batch.ends = batch.text[:0], batch.ends[:0]
	var layout *callflow.Layout
	rows := batch.Rows
	for i := range rows {
		if i == 0 || rows[i].CampaignID != rows[i-1].CampaignID {
			layout = l.list.layoutOf(rows[i].CampaignID)
		}
		batch.text = l.renderer.AppendRecord(batch.text, layout, &rows[i])
		batch.ends = append(batch.ends, len(batch.text))
	}
	l.telling.Sent <- batch
}

// tell hands a batch on, unless one before it was refused.
func (l *exportLine) tell(batch *exportedBatch) {
	if l.told != nil {
		return
	}
	if l.told = batch.tellTo(l.to); l.told != nil {
		close(l.refused)
		return
	}
	l.empty <- batch
}

func (b *exportedBatch) tellTo(to ExportTarget) error {
	start := 0
	for _, end := range b.ends {
		if err := to.Record(b.text[start:end:end]); err != nil {
			return err
		}
		start = end
	}
	return to.Flush()
}
