package importer

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/zeebo/xxh3"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/notes"
	"callflow/internal/store"
	"callflow/internal/tabular"
)

// rehearsed is what a dry run remembers of customers whom the file names again, so that their later rows are told as a run would tell them.
type rehearsed struct {
	repeated map[uint64]bool               // ids that the file names again, by their hashes; nil where that is not known beforehand
	states   map[uint64]*callflow.Customer // what these customers have by now
}

// usualStates is how many customers are remembered at most.
const usualStates = 200_000

// remembers says whether a customer is remembered. Where there are too many, the report says from where on repeats are not told.
func (im *Run) remembers(id uint64, more int) bool {
	if im.repeated != nil && !im.repeated[id] {
		return false
	}
	most := cmp.Or(im.Request.MostStates, usualStates)
	if len(im.states)+more < most {
		return true
	}
	im.notes.Once(notes.RepeatsOff, int64(most))
	return false
}

// repeatedIDs finds which customers a file names again, while it is read for what its columns show.
type repeatedIDs struct {
	im       *Run
	column   int
	seen     map[uint64]bool // whether it came again
	openEnds bool            // there are more than can be compared, or ids that are given later
}

// repeatedIDs is nil where a run needs none, or customers are known by something else.
func (im *Run) repeatedIDs() *repeatedIDs {
	at := slices.IndexFunc(im.columns, func(c column) bool { return c.id })
	if !im.Request.DryRun || im.phones != nil || at < 0 {
		return nil
	}
	return &repeatedIDs{im: im, column: at, seen: make(map[uint64]bool)}
}

func (d *repeatedIDs) see(row *tabular.Row) {
	text, _ := d.im.clean(&d.im.columns[d.column], &row.Cells[d.column])
	text = cleanse.Seen(text)
	if whole, ok := cleanse.Whole(text); ok { // both may be its id
		d.put(whole)
	}
	whole, exponential := cleanse.Exponential(text)
	switch {
	case !exponential:
		d.put(text)
	case whole != "": // else its row is rejected
		d.put(whole)
	}
}

func (d *repeatedIDs) put(id string) {
	hash := xxh3.HashString(id)
	_, again := d.seen[hash]
	switch {
	case id == "":
		d.openEnds = d.openEnds || d.im.Request.IDs == NewIDs
	case again:
		d.seen[hash] = true
	case len(d.seen) < mostCompared:
		d.seen[hash] = false
	default:
		d.openEnds = true
	}
}

// found are the ids that come again, nil where that is not known of all.
func (d *repeatedIDs) found() map[uint64]bool {
	if d == nil || d.openEnds {
		return nil
	}
	maps.DeleteFunc(d.seen, func(_ uint64, again bool) bool { return !again })
	return maps.Clone(d.seen) // without the room of those that went
}

// rehearse finds out what a chunk would do, on a snapshot: the same counts as a run that writes.
func (im *Run) rehearse(r *store.Snapshot, chunk []importRow, run *chunkRun) error {
	for i := range chunk {
		row := &chunk[i]
		id := xxh3.HashString(row.customer.CustomerID)
		before, again := run.said[id]
		if !again {
			before, again = im.states[id]
		}
		switch {
		case again && im.Request.Mode == OnlyNew:
			run.counts.Skipped++
		case again:
			run.said[id] = im.rehearseAgain(before, row, run)
		default:
			after, err := im.rehearseRow(r, row, run)
			if err != nil {
				return err
			}
			if after != nil && im.remembers(id, len(run.said)) {
				run.said[id] = after
			}
		}
	}
	return nil
}

// rehearseAgain lays a row over what the file has made of its customer.
func (im *Run) rehearseAgain(before *callflow.Customer, row *importRow, run *chunkRun) *callflow.Customer {
	merged := *before
	merged.Custom = maps.Clone(before.Custom)
	end := im.mergeTold(&merged, row)
	run.counts.countAgain(before.SameValues(&merged))
	run.end(im, row, &end)
	return &merged
}

func (r *Result) countAgain(same bool) {
	if same {
		r.Unchanged++
		return
	}
	r.Updated++
}

// rehearseRow gives the customer as the row would leave it, nil where the mode leaves it alone.
func (im *Run) rehearseRow(r *store.Snapshot, row *importRow, run *chunkRun) (after *callflow.Customer, err error) {
	held, err := r.Customer(im.Request.AssignmentID, row.customer.CustomerID)
	known := callflow.ErrorCode(err) != callflow.NotFound
	if im.Request.Mode.leaves(known) && (err == nil || !known) {
		run.counts.Skipped++
		return nil, nil //nolint:nilnil // nobody is there, and nobody is made
	}
	if !known {
		run.counts.Created++
		run.counts.Added += int64(len(run.decided.campaigns))
		end := im.endOf(row, row.customer)
		run.end(im, row, &end)
		return row.customer, nil
	}
	if err != nil {
		return nil, err
	}
	merged := *held
	merged.Custom = maps.Clone(held.Custom)
	end := im.mergeTold(&merged, row)
	run.counts.countAgain(held.SameValues(&merged))
	run.end(im, row, &end)
	run.cells = append(run.cells, im.changesOf(row, held, &merged)...)
	for i := range run.decided.campaigns {
		there, err := r.InCampaign(run.decided.campaigns[i].campaign.ID, held.Number)
		if err != nil {
			return nil, err
		}
		if !there {
			run.counts.Added++
		}
	}
	return &merged, nil
}

// changesOf are the cells that would change what a customer has.
func (im *Run) changesOf(row *importRow, held, merged *callflow.Customer) (changes []CellReport) {
	if im.Request.Cell == nil {
		return nil
	}
	for i := range im.columns {
		c := &im.columns[i]
		before, after := c.textOf(held), c.textOf(merged)
		if before != after {
			changed := CellReport{Line: row.line, Column: c.name, Text: row.cells[i].Text, Becomes: after, Held: before, Of: held.CustomerID}
			changes = append(changes, changed)
		}
	}
	if row.several != nil {
		changes = append(changes, im.changesBeside(row, held, merged)...)
	}
	return changes
}

// changesBeside are the telephone numbers that no column fills and that a cell with several would change. They are called by their own names.
func (im *Run) changesBeside(row *importRow, held, merged *callflow.Customer) (changes []CellReport) {
	for _, phone := range callflow.StandardFields[1:4] {
		before, after := *phone.Of(held), *phone.Of(merged)
		filled := slices.ContainsFunc(im.columns, func(c column) bool { return c.target() == phone.Key })
		if before != after && !filled {
			changed := CellReport{Line: row.line, Column: phone.Name, Text: row.several.with(after), Becomes: after, Held: before, Of: held.CustomerID}
			changes = append(changes, changed)
		}
	}
	return changes
}

// textOf is what a customer has where the column goes.
func (c *column) textOf(customer *callflow.Customer) string {
	switch {
	case c.standard != nil:
		return *c.standard.Of(customer)
	case c.part != noPart:
		return customer.Name
	case c.field != nil:
		return customer.Custom[c.field.ID].Text()
	}
	return ""
}

// valuesOf writes all values that a customer has.
func (im *Run) valuesOf(customer *callflow.Customer) []byte {
	var text []byte
	for _, standard := range callflow.StandardFields {
		text = append(append(text, *standard.Of(customer)...), 0)
	}
	text = append(append(text, customer.Segment...), 0)
	for _, id := range slices.Sorted(maps.Keys(customer.Custom)) {
		text = strconv.AppendInt(text, id, 10)
		text = append(append(text, customer.Custom[id]...), 0)
	}
	return text
}
