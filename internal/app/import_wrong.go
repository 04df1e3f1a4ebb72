package app

import (
	"slices"
	"strings"
)

// rejected is the row as it is rejected, with the first of what is wrong and all of it.
func (p *parsing) rejected() *RejectedRow {
	rejected := &RejectedRow{Line: p.row.Line, Column: p.wrong[0].Column, Reason: p.wrong[0].Problem}
	columns := make(map[string][]string)
	for i := range p.wrong {
		columns[p.wrong[i].Problem] = append(columns[p.wrong[i].Problem], p.wrong[i].Column)
	}
	for i := range p.wrong {
		problem := p.wrong[i].Problem
		if of := columns[problem]; of != nil { // of several columns it is said once
			rejected.Reasons = append(rejected.Reasons, ofColumn(strings.Join(of, ", "), problem))
			columns[problem] = nil
		}
	}
	return rejected
}

// AllReasons are all that is wrong with the row, with their columns.
func (r *RejectedRow) AllReasons() string {
	if r.Reasons != nil {
		return strings.Join(r.Reasons, "; ")
	}
	return ofColumn(r.Column, r.Reason)
}

// ofColumn says a reason of a column.
func ofColumn(column, reason string) string {
	if column == "" {
		return reason
	}
	return column + ": " + reason
}

// isWrong says whether something is said of a column's cell already.
func (p *parsing) isWrong(column string) bool {
	return slices.ContainsFunc(p.wrong, func(c CellReport) bool { return c.Column == column })
}

func (p *parsing) idIsWrong() bool {
	return len(p.wrong) > 0 && p.isWrong(p.im.idColumn())
}

// textOf is what the row has in a column.
func (p *parsing) textOf(column string) string {
	for i := range p.im.columns {
		if p.im.columns[i].name == column {
			return p.row.Cells[i].Text
		}
	}
	return ""
}

// reportCells tells of each cell that is wrong, or that is kept in another form.
func (p *parsing) reportCells() {
	for i := range p.im.columns {
		c := &p.im.columns[i]
		text := p.row.Cells[i].Text
		if c.ignored() || p.isWrong(c.name) || p.spare != nil && c.isPhone() { // whether there is room for several is not known yet
			continue
		}
		becomes := c.textOf(p.customer)
		if c.id {
			becomes = p.customer.CustomerID
		}
		if becomes != text && (c.part == noPart || text != "") {
			p.im.tellCells(CellReport{Line: p.row.Line, Column: c.name, Text: text, Becomes: becomes})
		}
	}
	p.im.tellCells(p.wrong...)
}
