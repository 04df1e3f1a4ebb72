package app

import (
	"maps"
	"slices"
	"strings"

	"callflow/internal/store"
)

// recognition finds whose rows those of a chunk are, where customers are known by their telephone numbers, within the chunk's own transaction.
type recognition struct {
	im       *importer
	ids      map[int64]string    // of the customers who have a telephone number of the chunk
	known    map[string]int64    // the chunk's ids that the assignment has
	said     map[string][]string // by the chunk's rows so far: ids by telephone number
	rejected []RejectedRow
	cells    []CellReport
}

// recognize gives the rows with the ids of whose they are. A row that two customers could be meant by is left out.
func (im *importer) recognize(r *store.Snapshot, chunk []importRow) ([]importRow, *recognition, error) {
	c := &recognition{im: im, said: make(map[string][]string)}
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
		recognized = append(recognized, row)
	}
	return recognized, c, nil
}

// read reads what the assignment knows of the chunk's ids and telephone numbers.
func (c *recognition) read(r *store.Snapshot, chunk []importRow) (err error) {
	assignmentID := c.im.request.AssignmentID
	if err := c.im.phones.catchUp(r, assignmentID); err != nil {
		return err
	}
	ids := make([]string, len(chunk))
	owners := make(map[int64]bool)
	for i := range chunk {
		ids[i] = chunk[i].customer.CustomerID
		for _, phone := range chunk[i].phones {
			for _, owner := range c.im.phones.owners(phone) {
				owners[owner] = true
			}
		}
	}
	if c.known, err = r.NumbersOf(assignmentID, ids); err != nil {
		return err
	}
	c.ids, err = r.IDsOf(assignmentID, slices.Sorted(maps.Keys(owners)))
	return err
}

// say remembers whose a row is, for the rows after it.
func (c *recognition) say(row *importRow) {
	id := row.customer.CustomerID
	c.known[id] = 0
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

// row gives the row the id of the customer whose telephone number it has.
func (c *recognition) row(row *importRow) *RejectedRow {
	owners := c.owners(row)
	if len(owners) > 1 {
		rejected := rejectedRow(row, "its telephone numbers are those of two customers, %s and %s", owners[0], owners[1])
		return &rejected
	}
	found := strings.Join(owners, "")
	own := row.customer.CustomerID
	_, isKnown := c.known[own]
	switch {
	case found == "" && own == "":
		rejected := rejectedRow(row, "it has no customer's id, and nobody has its telephone number")
		return &rejected
	case found == "" || found == own:
		return nil
	case own != "" && isKnown:
		rejected := rejectedRow(row, "its telephone number is that of customer %s, and its id that of %s", found, own)
		return &rejected
	}
	if own != "" {
		c.cells = append(c.cells, CellReport{Line: row.line, Column: c.im.idColumn(), Text: own, Becomes: found})
	}
	row.customer.CustomerID = found
	return nil
}

// tell tells what was found, once it stays.
func (c *recognition) tell() {
	for i := range c.rejected {
		c.im.reject(c.rejected[i])
	}
	c.im.tellCells(c.cells...)
	for phone, ids := range c.said {
		for _, id := range ids {
			if !slices.Contains(c.im.phones.said[phone], id) {
				c.im.phones.said[phone] = append(c.im.phones.said[phone], id)
			}
		}
	}
}

// idColumn is the name of the column with the customer's id.
func (im *importer) idColumn() string {
	for i := range im.columns {
		if im.columns[i].id {
			return im.columns[i].name
		}
	}
	return ""
}
