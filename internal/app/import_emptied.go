package app

import "callflow"

// mergeTold lays a row over a customer that is there already, and finds what the row has come to.
func (im *importer) mergeTold(held *callflow.Customer, row *importRow) rowEnd {
	filled := im.filledBefore(held, row)
	im.merge(held, row)
	end := im.endOf(row, held)
	for _, i := range filled {
		if im.columns[i].textOf(held) == "" {
			end.emptied = append(end.emptied, i)
		}
	}
	return end
}

// filledBefore are the columns whose stored values the row may empty: those that hold one where the row has nothing. Of the parts of a name
// it is the first, since they share one value.
func (im *importer) filledBefore(held *callflow.Customer, row *importRow) (filled []int) {
	if row.again { // it wipes nothing
		return nil
	}
	part := false
	for i := range im.columns {
		c := &im.columns[i]
		if part && c.part != noPart || row.missing != nil && row.missing[i] {
			continue
		}
		part = part || c.part != noPart
		nothing := c.textOf(row.customer) == "" || c.isPhone() && row.several != nil
		if nothing && c.textOf(held) != "" {
			filled = append(filled, i)
		}
	}
	return filled
}
