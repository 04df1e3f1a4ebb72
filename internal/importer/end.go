package importer

import (
	"slices"

	"callflow"
	"callflow/internal/notes"
)

// rowEnd is what a row has come to: what is told of it depends on what its customer had before.
type rowEnd struct {
	noName, noNumber bool
	emptied          []int        // columns whose stored values went
	kept             []bool       // by cell with several telephone numbers: it had no room
	cells            []CellReport // of these cells
}

// endOf is what a row has come to, with its customer as the row leaves it.
func (im *Run) endOf(row *importRow, after *callflow.Customer) (end rowEnd) {
	end.noName = im.fillsNames && after.Name == ""
	end.noNumber = im.fillsPhones && !canBeCalled(after)
	if row.several == nil {
		return end
	}
	for i := range row.several.cells {
		end.kept = append(end.kept, row.several.cells[i].keptWhole(after))
	}
	if im.Request.Cell != nil {
		end.cells = im.phoneCells(row, after)
	}
	return end
}

func canBeCalled(customer *callflow.Customer) bool {
	return slices.ContainsFunc(callflow.StandardFields[1:4], func(phone callflow.StandardField) bool { return callflow.CanBeDialled(*phone.Of(customer)) })
}

// phoneCells are the telephone numbers of a row that are kept in another form, where a cell has several of them.
func (im *Run) phoneCells(row *importRow, after *callflow.Customer) (cells []CellReport) {
	for i := range im.columns {
		c := &im.columns[i]
		if !c.isPhone() {
			continue
		}
		text, becomes := row.cells[i].Text, c.textOf(after)
		if becomes != text && (text != "" || row.several.with(becomes) != "") {
			cells = append(cells, CellReport{Line: row.line, Column: c.name, Text: text, Becomes: becomes})
		}
	}
	return cells
}

// with is the cell with several telephone numbers that has this one, "" for none.
func (s *severalPhones) with(number string) string {
	at := slices.IndexFunc(s.cells, func(cell spareNumbers) bool { return slices.Contains(cell.numbers, number) })
	if at < 0 {
		return ""
	}
	return s.cells[at].cell
}

// end tells what a row has come to, once its transaction is committed.
func (run *chunkRun) end(im *Run, row *importRow, end *rowEnd) {
	for _, i := range end.emptied {
		run.notes.At(notes.Emptied, &im.columns[i], row.line)
	}
	if end.noName {
		run.notes.At(notes.NoName, nil, row.line)
	}
	if end.noNumber {
		run.notes.At(notes.NoNumber, nil, row.line)
	}
	for i, kept := range end.kept {
		kind := notes.Phones
		if kept {
			kind = notes.PhonesKept
		}
		run.notes.At(kind, row.several.cells[i].column, row.line)
	}
	run.cells = append(run.cells, end.cells...)
}

// mergeTold lays a row over a customer that is there already, and finds what the row has come to.
func (im *Run) mergeTold(held *callflow.Customer, row *importRow) rowEnd {
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
func (im *Run) filledBefore(held *callflow.Customer, row *importRow) (filled []int) {
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
