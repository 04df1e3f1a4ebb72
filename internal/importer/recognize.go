package importer

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"callflow/internal/notes"
	"callflow/internal/store"
)

// recognition finds whose rows those of a chunk are, where customers are known by their telephone numbers, within the chunk's own transaction.
type recognition struct {
	im       *Run
	ids      map[int64]string    // of the customers who have a telephone number of the chunk
	named    fileIDs             // whom the chunk has named so far
	repeats  []int               // lines of rows whose customer an earlier row names
	given    []int               // lines of rows that got an id of ours
	matched  []int               // lines of rows that are known by what they are matched by
	skipped  int64               // repeats that are left out
	said     map[string][]string // by the chunk's rows so far: ids by telephone number
	rejected []RejectedRow
	cells    []CellReport
}

// recognize gives the rows with the ids of whose they are. A row that two customers could be meant by is left out.
func (im *Run) recognize(r *store.Snapshot, chunk []importRow) ([]importRow, *recognition, error) {
	c := &recognition{im: im, said: make(map[string][]string), named: make(fileIDs)}
	if im.phones == nil {
		return chunk, c, nil
	}
	if err := c.read(r, chunk); err != nil {
		return nil, nil, err
	}
	recognized := make([]importRow, 0, len(chunk))
	for i := range chunk {
		row := chunk[i]
		own := *row.customer
		row.customer = &own // the chunk stays as the file has it: its transaction may be run again
		if rejected := c.row(&row); rejected != nil {
			c.rejected = append(c.rejected, *rejected)
			continue
		}
		c.say(&row)
		if row.again && im.Request.Repeats == FirstRepeat {
			c.skipped++
			continue
		}
		recognized = append(recognized, row)
	}
	return recognized, c, nil
}

// read reads what the assignment knows of the chunk's ids and telephone numbers.
func (c *recognition) read(r *store.Snapshot, chunk []importRow) (err error) {
	assignmentID := c.im.Request.AssignmentID
	if err := c.im.phones.catchUp(r, assignmentID); err != nil {
		return err
	}
	owners := make(map[int64]bool)
	for i := range chunk {
		for _, phone := range chunk[i].phones {
			for _, owner := range c.im.phones.owners(phone) {
				owners[owner] = true
			}
		}
	}
	c.ids, err = r.IDsOf(assignmentID, slices.Sorted(maps.Keys(owners)))
	return err
}

// say remembers whose a row is, for the rows after it.
func (c *recognition) say(row *importRow) {
	id := row.customer.CustomerID
	for _, phone := range row.phones {
		if !slices.Contains(c.said[phone], id) {
			c.said[phone] = append(c.said[phone], id)
		}
	}
}

// owners are the ids of the customers who have a telephone number of the row. Of a number that several have, as a household does, it is the
// customer itself where it is one of them.
func (c *recognition) owners(row *importRow) []string {
	var owners []string
	for _, phone := range row.phones {
		var all []string
		for _, owner := range c.im.phones.owners(phone) {
			all = append(all, c.ids[owner])
		}
		all = append(append(all, c.im.phones.said[phone]...), c.said[phone]...)
		if slices.Contains(all, row.customer.CustomerID) {
			all = []string{row.customer.CustomerID}
		}
		for _, id := range all {
			if !slices.Contains(owners, id) {
				owners = append(owners, id)
			}
		}
	}
	return owners
}

// knownBy is what is said of rows whose customers are known by one thing.
type knownBy struct{ two, nobody, another string }

var (
	byPhone = knownBy{
		two:     "its telephone numbers are those of two customers, %s and %s",
		nobody:  "it has no customer's id, and nobody has its telephone number",
		another: "its telephone number is that of customer %s, and its id is %s",
	}
	byEmail = knownBy{
		two:     "its e-mail is that of two customers, %s and %s",
		nobody:  "it has no customer's id, and nobody has its e-mail",
		another: "its e-mail is that of customer %s, and its id is %s",
	}
)

// row gives the row the id of the customer whose telephone number or e-mail it has.
func (c *recognition) row(row *importRow) *RejectedRow {
	owners := c.owners(row)
	said := byPhone
	if c.im.phones.byEmail {
		said = byEmail
	}
	if len(owners) > 1 {
		rejected := c.im.rejectedRow(row, said.two, owners[0], owners[1])
		return &rejected
	}
	found := strings.Join(owners, "")
	own := row.customer.CustomerID
	switch {
	case found == "" && own == "" && c.im.Request.IDs == NewIDs && c.im.Request.Mode != OnlyUpdate:
		c.im.giveID(row.customer)
		c.given = append(c.given, row.line)
	case found == "" && own == "":
		rejected := c.im.rejectedRow(row, "%s", said.nobody)
		return &rejected
	case found == "" || found == own:
	case own != "":
		rejected := c.im.rejectedRow(row, said.another, found, own)
		return &rejected
	default:
		c.matched = append(c.matched, row.line)
		c.cells = append(c.cells, CellReport{Line: row.line, Column: c.im.idColumn(), Text: own, Becomes: found})
		row.customer.CustomerID = found
	}
	return c.repeat(row)
}

// repeat finds whether an earlier row is of the same customer.
func (c *recognition) repeat(row *importRow) *RejectedRow {
	id := xxh3.HashString(row.customer.CustomerID)
	first, again := c.named[id]
	if !again {
		first, again = c.im.named[id]
	}
	if !again {
		c.named[id] = int32(min(row.line, 1<<31-1))
		return nil
	}
	row.again = true
	c.repeats = append(c.repeats, row.line)
	if c.im.Request.Repeats != RejectRepeat {
		return nil
	}
	rejected := c.im.rejectedRow(row, "line %d is of the same customer", first)
	return &rejected
}

// tell tells what was found, once it stays.
func (c *recognition) tell() {
	for i := range c.rejected {
		c.im.reject(c.rejected[i])
	}
	c.im.tellCells(c.cells...)
	for _, id := range slices.SortedFunc(maps.Keys(c.named), func(a, b uint64) int { return cmp.Compare(c.named[a], c.named[b]) }) {
		c.im.name(c.im.named, id, c.named[id])
	}
	for _, line := range c.repeats {
		c.im.notes.Put(notes.Of(notes.Repeats, nil, string(c.im.Request.Repeats)), 1, line)
	}
	for _, line := range c.given {
		c.im.notes.At(notes.NewIDs, nil, line)
	}
	for _, line := range c.matched {
		c.im.notes.At(notes.Matched, nil, line)
	}
	for phone, ids := range c.said {
		for _, id := range ids {
			if !slices.Contains(c.im.phones.said[phone], id) {
				c.im.phones.said[phone] = append(c.im.phones.said[phone], id)
			}
		}
	}
}

// idColumn is the name of the column with the customer's id.
func (im *Run) idColumn() string {
	for i := range im.columns {
		if im.columns[i].id {
			return im.columns[i].name
		}
	}
	return ""
}
