package app

import (
	"callflow"
	"callflow/internal/store"
)

// leastBeside is the smallest page whose records are written beside the reading of its rows: for less, another goroutine costs more than it gives.
const leastBeside = 100

// recordWriter writes the records of a page while its rows are still read: where there is a second processor, the page is made in less time.
type recordWriter struct {
	list     *List
	renderer *callflow.Renderer
	buffer   []byte // what the records are appended to
	most     int    // rows of the page; one more is read to know whether another page follows

	batch *store.Batch              // whose rows are written; nil where nothing is written beside
	rows  chan []callflow.StatusRow // the page's rows as far as they are complete; nil before the first
	done  chan []byte
}

// begin has the rows that are read into a batch written as they are completed. It begins anew where the transaction that reads them is run
// again. Rows of an earlier moment are not complete before all of them are read.
func (w *recordWriter) begin(from source, batch *store.Batch) {
	w.stop()
	if _, present := from.(*store.Snapshot); present && w.most >= leastBeside {
		w.batch, batch.Completed = batch, w.add
	}
}

// add takes rows that are complete.
func (w *recordWriter) add(rows []callflow.StatusRow) {
	if w.rows == nil {
		w.rows, w.done = make(chan []callflow.StatusRow, 1), make(chan []byte, 1)
		go w.write(w.rows, w.done)
	}
	select {
	case w.rows <- rows[:min(len(rows), w.most)]:
	default: // it is busy, and takes these with those that come next
	}
}

// write appends the records of rows until there are no more of them. Each time it gets all of the page's rows so far.
func (w *recordWriter) write(rows <-chan []callflow.StatusRow, done chan<- []byte) {
	written, dst := 0, append(w.buffer, '[')
	for complete := range rows {
		dst = w.list.appendSome(dst, w.renderer, complete, written)
		written = len(complete)
	}
	done <- append(dst, ']')
}

// finish writes what is left of the page's rows, all of which are read now, and gives the array of records behind what the buffer held.
func (w *recordWriter) finish(rows []callflow.StatusRow) []byte {
	if w.rows == nil {
		return w.list.appendRecords(w.buffer, w.renderer, rows)
	}
	w.rows <- rows
	return w.end()
}

// stop ends it, so that nobody uses the batch's rows and the buffer any more.
func (w *recordWriter) stop() {
	if w.batch != nil {
		w.batch.Completed, w.batch = nil, nil
	}
	if w.rows != nil {
		w.end()
	}
}

func (w *recordWriter) end() []byte {
	close(w.rows)
	w.rows = nil
	return <-w.done
}
