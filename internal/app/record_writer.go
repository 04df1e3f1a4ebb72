package app

import (
	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
	"callflow/internal/worker"
)

// leastBeside is the smallest page whose records are written beside the reading of its rows: for less, another goroutine costs more than it gives.
const leastBeside = 100

// recordWriter writes the records of a page while its rows are still read: where there is a second processor, the page is made in less time.
type recordWriter struct {
	list     *List
	renderer *callflow.Renderer
	buffer   []byte // what the records are appended to
	most     int    // rows of the page; one more is read to know whether another page follows

	batch   *statuslist.Batch                    // whose rows are written; nil where nothing is written beside
	beside  *worker.Worker[[]callflow.StatusRow] // gets the page's rows as far as they are complete; nil before the first
	written int
	records []byte
}

// begin has the rows that are read into a batch written as they are completed. It begins anew where the transaction that reads them is run
// again. Rows of an earlier moment are not complete before all of them are read.
func (w *recordWriter) begin(from source, batch *statuslist.Batch) {
	w.stop()
	if inOrder(from) && w.most >= leastBeside {
		w.batch, batch.Completed = batch, w.add
	}
}

// inOrder says whether rows are shown as complete in the list's order.
func inOrder(from source) bool {
	switch from.(type) {
	case *store.Snapshot, *statuslist.Changed:
		return true
	}
	return false
}

// add takes rows that are complete.
func (w *recordWriter) add(rows []callflow.StatusRow) {
	if w.beside == nil {
		w.written, w.records = 0, append(w.buffer, '[')
		w.beside = worker.Start(1, w.write)
	}
	select {
	case w.beside.Sent <- rows[:min(len(rows), w.most)]:
	default: // it is busy, and takes these with those that come next
	}
}

// write appends the records of rows. Each time it gets all of the page's rows so far.
func (w *recordWriter) write(rows []callflow.StatusRow) {
	w.records = w.list.appendSome(w.records, w.renderer, rows, w.written)
	w.written = len(rows)
}

// finish writes what is left of the page's rows, all of which are read now, and gives the array of records behind what the buffer held.
func (w *recordWriter) finish(rows []callflow.StatusRow) []byte {
	if w.beside == nil {
		return w.list.appendRecords(w.buffer, w.renderer, rows)
	}
	w.beside.Sent <- rows
	w.end()
	return append(w.records, ']')
}

// stop ends it, so that nobody uses the batch's rows and the buffer any more.
func (w *recordWriter) stop() {
	if w.batch != nil {
		w.batch.Completed, w.batch = nil, nil
	}
	if w.beside != nil {
		w.end()
	}
}

func (w *recordWriter) end() {
	ending := w.beside
	w.beside = nil
	ending.Close()
}
