package app

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"callflow"
	"callflow/internal/store"
)

// comparedPage is what comparing a page found.
type comparedPage struct {
	same      []int64 // numbers of those who stand here as there
	differing []difference
	last      int64 // the number of the last record's customer, 0 where it is not in the campaign here
	nameless  int64
}

// difference is a record of the other side that is not so here.
type difference struct {
	record *TheirRecord
	number int64 // of its customer, where it is in the campaign here; else 0
}

// Holds says whether the records that follow here are those of a block of the other side, by their number and their SHA-256 as NDJSON.
// Where they are, the walk has shown them.
func (c *CampaignMirror) Holds(ctx context.Context, count int, wanted string) (bool, error) {
	work := c.run.app.pages.Get().(*scratch)
	defer c.run.app.pages.Put(work)
	var numbers []int64
	sum := sha256.New()
	err := c.run.app.store.Read(ctx, c.run.accountID, func(r *store.Snapshot) error {
		r.Plain()
		numbers = numbers[:0]
		sum.Reset()
		part, err := c.part(r.Setup())
		if err != nil {
			return err
		}
		window := store.Window{Start: &callflow.Position{CampaignID: c.id, Number: c.after}, Limit: count}
		if err := r.Rows(store.List{part}, window, &work.batch); err != nil {
			return err
		}
		layout, record := statusLayout(r.Setup(), r.Setup().Campaigns[c.id]), []byte(nil)
		for i := range work.batch.Rows {
			record = append(work.renderer.AppendRecord(record[:0], layout, &work.batch.Rows[i]), '\n')
			_, _ = sum.Write(record) // a hash never fails
			numbers = append(numbers, work.batch.Rows[i].Number)
		}
		return nil
	})
	if err != nil || len(numbers) != count || hex.EncodeToString(sum.Sum(nil)) != wanted {
		return false, err
	}
	for _, number := range numbers {
		c.see(number)
	}
	c.after = numbers[count-1]
	return true, nil
}

// comparison compares one page, as of one moment of the account.
type comparison struct {
	snapshot *store.Snapshot
	part     store.Part
	layout   *callflow.Layout
	work     *scratch
	page     comparedPage
	rendered []byte
	theirs   []byte
	byID     map[string]int // of the rows that are expected; nil until it is needed
}

// compare shows how a page differs. Both sides tell their customers in the same order, nearly always:
// the rows that follow the page before are those that are expected.
func (c *CampaignMirror) compare(ctx context.Context, records []TheirRecord) (*comparedPage, error) {
	work := c.run.app.pages.Get().(*scratch)
	defer c.run.app.pages.Put(work)
	var page comparedPage
	err := c.run.app.store.Read(ctx, c.run.accountID, func(r *store.Snapshot) error {
		r.Plain()
		part, err := c.part(r.Setup())
		if err != nil {
			return err
		}
		k := &comparison{snapshot: r, part: part, layout: statusLayout(r.Setup(), r.Setup().Campaigns[c.id]), work: work}
		window := store.Window{Start: &callflow.Position{CampaignID: c.id, Number: c.after}, Limit: len(records)}
		if err := r.Rows(store.List{part}, window, &work.batch); err != nil {
			return err
		}
		if err := k.all(records); err != nil {
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
		if next < len(rows) && bytes.Equal(k.render(&rows[next]), record.Bytes) {
			k.found(record, rows[next].Number, true)
			next++
			continue
		}
		id := customerIDOf(record)
		if id == "" {
			k.page.nameless++
			continue
		}
		place, expected := k.expected(id)
		if !expected {
			strays = append(strays, stray{record: record, id: id, last: i == len(records)-1})
			continue
		}
		k.found(record, rows[place].Number, k.isSame(record, &rows[place]))
		next = max(next, place+1)
	}
	return k.findStrays(strays)
}

// stray is a record whose customer is not among those expected.
type stray struct {
	record *TheirRecord
	id     string
	number int64
	last   bool // of its page
}

// findStrays looks up the customers who stand elsewhere in the order, or are not here at all.
func (k *comparison) findStrays(strays []stray) error {
	if len(strays) == 0 {
		return nil
	}
	ids := make([]string, len(strays))
	for i := range strays {
		ids[i] = strays[i].id
	}
	numbers, err := k.snapshot.NumbersOf(k.part.AssignmentID, ids)
	if err != nil {
		return err
	}
	var known []int64
	for i := range strays {
		if strays[i].number = numbers[strays[i].id]; strays[i].number != 0 {
			known = append(known, strays[i].number)
		}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	last := k.page.last
	if err := k.snapshot.RowsAt(&k.part, known, &k.work.batch); err != nil {
		return err
	}
	for i := range strays {
		k.compareStray(&strays[i])
		if strays[i].last {
			last = k.page.last
		}
	}
	k.page.last = last
	return nil
}

func (k *comparison) compareStray(s *stray) {
	rows := k.work.batch.Rows
	place, ok := slices.BinarySearchFunc(rows, s.number, func(row callflow.StatusRow, number int64) int { return cmp.Compare(row.Number, number) })
	if s.number == 0 || !ok || rows[place].StateID == 0 { // it is not in the campaign
		k.page.differing = append(k.page.differing, difference{record: s.record})
		return
	}
	k.found(s.record, s.number, k.isSame(s.record, &rows[place]))
}

func (k *comparison) found(record *TheirRecord, number int64, same bool) {
	k.page.last = number
	if same {
		k.page.same = append(k.page.same, number)
		return
	}
	k.page.differing = append(k.page.differing, difference{record, number})
}

// expected finds a customer among the rows that are expected.
func (k *comparison) expected(id string) (place int, ok bool) {
	if k.byID == nil {
		k.byID = make(map[string]int, len(k.work.batch.Rows))
		for i := range k.work.batch.Rows {
			k.byID[string(k.work.batch.Rows[i].CustomerID)] = i
		}
	}
	place, ok = k.byID[id]
	return place, ok
}

func (k *comparison) render(row *callflow.StatusRow) []byte {
	k.rendered = k.work.renderer.AppendRecord(k.rendered[:0], k.layout, row)
	return k.rendered
}

// isSame compares what a record says, however it is written.
func (k *comparison) isSame(record *TheirRecord, row *callflow.StatusRow) bool {
	here := k.render(row)
	if bytes.Equal(here, record.Bytes) {
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

func customerIDOf(record *TheirRecord) string {
	for key, raw := range record.Members {
		if key == callflow.KeyCustomerID {
			return callflow.ToldValue(raw).Text()
		}
	}
	return ""
}
