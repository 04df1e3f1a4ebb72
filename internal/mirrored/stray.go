package mirrored

import (
	"slices"

	"callflow"
)

// stray is a record whose customer is not among those expected.
type stray struct {
	record *TheirRecord
	id     string // "" of one whose number is known
	number int64
	last   bool // of its page

	doubtful bool // the number was told in an earlier history
}

// findStrays looks up the customers who stand elsewhere in the order, or are not here at all.
func (k *comparison) findStrays(strays []stray) error {
	if len(strays) == 0 {
		return nil
	}
	var ids []string
	for i := range strays {
		if strays[i].id != "" {
			ids = append(ids, strays[i].id)
		}
	}
	numbers, err := k.snapshot.NumbersOf(k.part.AssignmentID, ids)
	if err != nil {
		return err
	}
	var known []int64
	for i := range strays {
		if strays[i].id != "" {
			strays[i].number = numbers[strays[i].id]
		}
		if strays[i].number != 0 {
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
	place, ok := rowOf(rows, s.number)
	if s.doubtful && (!ok || !callflow.IsAnonymizedCard(rows[place].Card)) { // it may be somebody else's now
		k.page.nameless++
		return
	}
	if s.number != 0 && ok && rows[place].StateID != 0 {
		k.found(s.record, &rows[place], k.isSame(s.record, &rows[place]))
		return
	}
	d := difference{record: s.record} // it is not in the campaign
	if s.id == "" && ok {
		d.nameless = s.number
		k.anonymize(&rows[place])
	}
	k.page.differing = append(k.page.differing, d)
}
