package mirrored

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"callflow"
	"callflow/internal/callwork"
	"callflow/internal/store"
	"callflow/internal/store/pairing"
	"callflow/internal/store/statuslist"
)

// comparedPage is what comparing a page found.
type comparedPage struct {
	same      []int64 // numbers of those who stand here as there
	differing []difference
	last      int64 // the number of the last record's customer, 0 where it is not in the campaign here
	nameless  int64

	assignmentID int64
	token        int64          // of the other side, as of which it told the page
	unpaired     []pairing.Pair // of those who are the same, and were not noted
	anonymized   []int64        // numbers of those who are anonymised there, and not here
}

// difference is a record of the other side that is not so here.
type difference struct {
	record   *TheirRecord
	number   int64 // of its customer, where it is in the campaign here; else 0
	nameless int64 // of a record without an id: the number of its customer, in the campaign or not; else 0
}

// comparison compares one page, as of one moment of the account.
type comparison struct {
	snapshot *store.Snapshot
	part     statuslist.Part
	layout   *callflow.Layout
	work     *scratch
	pairs    map[int64]pairing.Pair // of the records' numbers, by them
	page     comparedPage
	rendered []byte
	theirs   []byte
	byID     map[string]int // of the rows that are expected; nil until it is needed
}

// compare shows how a page differs. Both sides tell their customers in the same order, nearly always:
// the rows that follow the page before are those that are expected.
func (c *Campaign) compare(ctx context.Context, theirs *TheirPage) (*comparedPage, error) {
	work := &c.run.work
	var page comparedPage
	err := c.run.store.Read(ctx, c.run.accountID, func(r *store.Snapshot) error {
		r.Plain()
		part, err := c.part(r.Setup())
		if err != nil {
			return err
		}
		k := &comparison{snapshot: r, part: part, layout: callwork.StatusLayout(r.Setup(), r.Setup().Campaigns[c.id]), work: work}
		k.page.assignmentID, k.page.token = part.AssignmentID, syncTokenOf(theirs.Token)
		if err := k.readPairs(c.source, theirs.Records); err != nil {
			return err
		}
		window := statuslist.Window{Start: &callflow.Position{CampaignID: c.id, Number: c.after}, Limit: len(theirs.Records)}
		if err := r.Rows(statuslist.List{part}, window, &work.batch); err != nil {
			return err
		}
		if err := k.all(theirs.Records); err != nil {
			return err
		}
		page = k.page
		return nil
	})
	return &page, err
}

func (k *comparison) all(records []TheirRecord) error {
	rows, next := k.work.batch.Rows, 0
	var strays []stray
	for i := range records {
		record := &records[i]
		if next < len(rows) && k.isThere(record, &rows[next]) {
			k.found(record, &rows[next], true)
			next++
			continue
		}
		s := stray{record: record, id: customerIDOf(record), last: i == len(records)-1}
		if s.id == "" {
			if s.number = k.paired(record); s.number == 0 {
				s.number, s.doubtful = k.doubtful(record), true
			}
			if s.number == 0 {
				k.page.nameless++
				continue
			}
		}
		place, expected := k.expected(&s)
		if !expected || s.doubtful {
			strays = append(strays, s)
			continue
		}
		k.found(record, &rows[place], k.isSame(record, &rows[place]))
		next = max(next, place+1)
	}
	return k.findStrays(strays)
}

// rowOf finds a customer's row by its number, by which they ascend.
func rowOf(rows []callflow.StatusRow, number int64) (place int, ok bool) {
	return slices.BinarySearchFunc(rows, number, func(row callflow.StatusRow, number int64) int { return cmp.Compare(row.Number, number) })
}

func (k *comparison) found(record *TheirRecord, row *callflow.StatusRow, same bool) {
	k.page.last = row.Number
	if same {
		k.page.same = append(k.page.same, row.Number)
		k.note(record, row.Number)
		return
	}
	d := difference{record: record, number: row.Number}
	if customerIDOf(record) == "" {
		d.nameless = row.Number
		k.anonymize(row)
	}
	k.page.differing = append(k.page.differing, d)
}

// expected finds a customer among the rows that are expected.
func (k *comparison) expected(s *stray) (place int, ok bool) {
	if s.id == "" {
		return rowOf(k.work.batch.Rows, s.number)
	}
	if k.byID == nil {
		k.byID = make(map[string]int, len(k.work.batch.Rows))
		for i := range k.work.batch.Rows {
			k.byID[string(k.work.batch.Rows[i].CustomerID)] = i
		}
	}
	place, ok = k.byID[s.id]
	return place, ok
}

func (k *comparison) render(row *callflow.StatusRow) []byte {
	k.rendered = k.work.renderer.AppendRecord(k.rendered[:0], k.layout, row)
	return k.rendered
}

// isSame compares what a record says, however it is written.
func (k *comparison) isSame(record *TheirRecord, row *callflow.StatusRow) bool {
	here := k.render(row)
	if isWritten(here, record) {
		return true
	}
	k.theirs = append(k.theirs[:0], '{')
	for key, raw := range record.Members {
		if len(k.theirs) > 1 {
			k.theirs = append(k.theirs, ',')
		}
		k.theirs = append(callflow.AppendJSONString(k.theirs, key), ':')
		k.theirs = append(k.theirs, cmp.Or(callflow.ToldValue(raw), `""`)...)
	}
	return bytes.Equal(here, append(k.theirs, '}'))
}

// isWritten says whether a record here is what the other side has written.
func isWritten(here []byte, record *TheirRecord) bool {
	return bytes.Equal(here[:len(here)-1], record.Bytes)
}

func customerIDOf(record *TheirRecord) string {
	for key, raw := range record.Members {
		if key == callflow.KeyCustomerID {
			return callflow.ToldValue(raw).Text()
		}
	}
	return ""
}
