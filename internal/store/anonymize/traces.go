package anonymize

import (
	"math"
	"time"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
	"callflow/internal/store/remembered"
)

// Traces are where an account keeps something of a customer. Nothing leads from a customer to them: finding them reads the whole log, and all
// that imports and answers are kept of. It is done on snapshots before the write that empties them, which then looks at what came since alone.
// Traces that were found stay as they are: following them further gives others.
type Traces struct {
	AssignmentID int64
	CustomerID   string
	Tell         func(was []callflow.Customer) func(*importlog.Rejection) bool // which rows that were not taken tell of the customer; nil for none
	Name         func(answer []byte) bool                                      // whether a kept answer names the customer; nil for none

	Was     []callflow.Customer  // the customer before each change of its values
	Answers []remembered.Request // that name it, by their keys

	customer *callflow.Customer // as it stood when it was followed last; nil where it never was
	moment   store.Moment
	now      int64 // and the time, in milliseconds
	latest   int64 // of the log's latest entry then
	entries  []emptiedEntry
	rows     importTraces
	rejected importTraces
}

// importTraces are those in a table of what is kept of imports.
type importTraces struct {
	found []importPlace
	upTo  int64       // the import up to which all were looked at
	open  []importEnd // of those, the ones that were not over
}

type importPlace struct{ importID, place int64 }

// importEnd is how far an import had come that was not over: its lines and its rejected rows come in order.
type importEnd struct{ importID, place int64 }

// emptiedEntry is an entry of the log as it stands once its customer is emptied.
type emptiedEntry struct {
	seq            int64
	status, detail []byte
	card           bool
}

// clocksApart bounds how far the clocks of servers of one database are apart.
const clocksApart = time.Minute

// Follow finds what came of a customer since its traces were followed last, or all where they never were.
func Follow(r *store.Snapshot, traces *Traces, now int64) (*Traces, error) {
	t := *traces
	customer, err := r.Customer(t.AssignmentID, t.CustomerID)
	if err != nil || customer.Anonymized {
		t.customer = customer
		return &t, err
	}
	t.begin(r, customer)
	if err := t.followLog(r); err != nil {
		return nil, err
	}
	if err := t.followRows(r); err != nil {
		return nil, err
	}
	if err := t.followRejected(r); err != nil {
		return nil, err
	}
	if err := t.followAnswers(r, now); err != nil {
		return nil, err
	}
	t.customer, t.moment = customer, r.Moment
	return &t, nil
}

// Since is how many entries the log had got when the traces were followed last, of which nobody had looked at any before.
func (t *Traces) Since(before *Traces) int64 { return t.moment.Seq - before.moment.Seq }

// begin forgets what does not hold any more: another database's moment, and what was looked for by values that the customer had then.
func (t *Traces) begin(r *store.Snapshot, customer *callflow.Customer) {
	if t.customer == nil || t.customer.Number != customer.Number || t.moment.Lineage != r.Lineage || t.moment.Seq > r.Seq {
		*t = Traces{AssignmentID: t.AssignmentID, CustomerID: t.CustomerID, Tell: t.Tell, Name: t.Name}
	}
	if t.customer == nil || t.customer.Seq != customer.Seq {
		t.rejected = importTraces{}
	}
	t.customer = customer
}

// entriesSought is how many entries of the log one statement goes through.
const entriesSought = 100_000

func (t *Traces) followLog(r *store.Snapshot) error {
	for after := t.moment.Seq; after < r.Seq; after += entriesSought {
		rows := r.Tx().Query(`SELECT seq, status, detail, card, CASE WHEN card IS NULL THEN 0 ELSE 1 END FROM changes
			WHERE account_id = $1 AND seq > $2 AND seq <= $3 AND assignment_id = $4 AND number = $5 ORDER BY seq`,
			r.AccountID, after, min(after+entriesSought, r.Seq), t.AssignmentID, t.customer.Number)
		for rows.Next() {
			entry := emptiedEntry{seq: rows.Int(0), status: callflow.EmptyStatus(rows.Append(nil, 1)), card: rows.Int(4) != 0}
			if detail := rows.Append(nil, 2); len(detail) > 0 {
				entry.detail = callflow.EmptyDetail(detail)
			}
			if entry.card {
				t.Was = append(t.Was, withCard(t.customer, rows.Append(nil, 3)))
			}
			t.entries = append(t.entries, entry)
		}
		if rows.Err() != nil {
			return rows.Err()
		}
	}
	return nil
}

// withCard is a customer as a card of it has its values.
func withCard(customer *callflow.Customer, card []byte) callflow.Customer {
	was := callflow.Customer{AssignmentID: customer.AssignmentID, CustomerID: customer.CustomerID, Number: customer.Number}
	was.SetCard(card)
	return was
}

func (t *Traces) followRows(r *store.Snapshot) error {
	for _, span := range t.rows.ahead() {
		rows := r.Tx().Query(`SELECT import_id, line FROM import_rows WHERE account_id = $1 AND import_id >= $2 AND import_id <= $3
			AND line > $4 AND number = $5 AND import_id IN (SELECT id FROM imports WHERE account_id = $1 AND assignment_id = $6 AND id >= $2 AND id <= $3)
			ORDER BY import_id, line`,
			r.AccountID, span.first, span.last, span.after, t.customer.Number, t.AssignmentID)
		for rows.Next() {
			t.rows.found = append(t.rows.found, importPlace{rows.Int(0), rows.Int(1)})
		}
		if rows.Err() != nil {
			return rows.Err()
		}
	}
	return t.rows.mark(r, t.AssignmentID, "SELECT MAX(line) FROM import_rows WHERE account_id = $1 AND import_id = $2")
}

func (t *Traces) followRejected(r *store.Snapshot) error {
	if t.Tell == nil {
		return nil
	}
	tells := t.Tell(append(t.Was[:len(t.Was):len(t.Was)], *t.customer))
	for _, span := range t.rejected.ahead() {
		rows := r.Tx().Query(`SELECT import_id, place, line, reason, cells FROM import_rejections WHERE account_id = $1 AND import_id >= $2 AND import_id <= $3
			AND place > $4 AND import_id IN (SELECT id FROM imports WHERE account_id = $1 AND assignment_id = $5 AND id >= $2 AND id <= $3)
			ORDER BY import_id, place`,
			r.AccountID, span.first, span.last, span.after, t.AssignmentID)
		for rows.Next() {
			if tells(&importlog.Rejection{Place: rows.Int(1), Line: rows.Int(2), Reason: rows.Text(3), Cells: rows.Text(4)}) {
				t.rejected.found = append(t.rejected.found, importPlace{rows.Int(0), rows.Int(1)})
			}
		}
		if rows.Err() != nil {
			return rows.Err()
		}
	}
	return t.rejected.mark(r, t.AssignmentID, "SELECT MAX(place) FROM import_rejections WHERE account_id = $1 AND import_id = $2")
}

// importSpan is a part of a table of what is kept of imports: the places behind one, of the imports from first to last.
type importSpan struct{ first, last, after int64 }

// ahead is what was not looked at yet: the imports that came, and those that went on.
func (i *importTraces) ahead() []importSpan {
	spans := []importSpan{{i.upTo + 1, math.MaxInt64, 0}}
	for _, open := range i.open {
		spans = append(spans, importSpan{open.importID, open.importID, open.place})
	}
	return spans
}

// mark notes how far the imports have come. furthest asks for how far one is in the table.
func (i *importTraces) mark(r *store.Snapshot, assignmentID int64, furthest string) error {
	var open []int64
	rows := r.Tx().Query("SELECT id, finished_at FROM imports WHERE account_id = $1 AND assignment_id = $2 AND (finished_at = 0 OR id > $3) ORDER BY id",
		r.AccountID, assignmentID, i.upTo)
	for rows.Next() {
		i.upTo = max(i.upTo, rows.Int(0))
		if rows.Int(1) == 0 {
			open = append(open, rows.Int(0))
		}
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	i.open = make([]importEnd, len(open))
	for k, id := range open {
		place, err := db.ReadNumber(r.Tx(), furthest, r.AccountID, id)
		if err != nil {
			return err
		}
		i.open[k] = importEnd{id, place}
	}
	return nil
}

// followAnswers looks at the answers that were kept since. Where a clock was put back, at all.
func (t *Traces) followAnswers(r *store.Snapshot, now int64) error {
	since := min(t.now, t.latest) - clocksApart.Milliseconds()
	if now < t.now {
		since = 0
	}
	latest, err := db.ReadNumber(r.Tx(), "SELECT at FROM changes WHERE account_id = $1 AND seq = $2", r.AccountID, r.Seq)
	if err != nil || t.Name == nil {
		return err
	}
	t.now, t.latest = now, latest
	return remembered.EachAnswer(r, since, func(kept remembered.Request) {
		if t.Name(kept.Answer) {
			t.Answers = append(t.Answers, remembered.Request{UserID: kept.UserID, Key: kept.Key})
		}
	})
}
