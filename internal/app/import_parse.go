package app

import (
	"errors"

	"callflow"
	"callflow/internal/notes"
	"callflow/internal/person"
	"callflow/internal/tabular"
)

// parse makes the customer that a row tells of. What is wrong is told of all its cells.
func (im *importer) parse(row *tabular.Row) (importRow, *RejectedRow) {
	p := parsing{im: im, row: row, customer: &callflow.Customer{
		AssignmentID: im.request.AssignmentID, Custom: make(map[int64]callflow.Value, len(im.columns)),
		Updated: im.today, UpdatedBy: im.request.By, UpdateMethod: callflow.MethodImportNew,
	}}
	parsed := importRow{line: row.Line, customer: p.customer}
	if im.phones != nil || im.request.Cell != nil || im.request.Repeats == RejectRepeat {
		parsed.cells = row.Cells
	}
	for _, problem := range row.Problems {
		if c := &im.columns[problem.Column]; !c.ignored() {
			p.wrong = append(p.wrong, CellReport{Line: row.Line, Column: c.name, Text: row.Cells[problem.Column].Text, Problem: problem.Reason})
		}
	}
	for i := range im.columns {
		if row.Problems != nil && p.isWrong(im.columns[i].name) {
			continue
		}
		if reason := im.stillWrong(row.Cells[i].Text); reason != "" && !im.columns[i].ignored() {
			p.wrong = append(p.wrong, CellReport{Line: row.Line, Column: im.columns[i].name, Text: row.Cells[i].Text, Problem: reason})
			continue
		}
		if row.Cells[i].Kind != tabular.Missing {
			p.fill(i)
			continue
		}
		if parsed.missing == nil {
			parsed.missing = make([]bool, len(im.columns))
		}
		parsed.missing[i] = true
	}
	if im.joins {
		p.joinName()
	}
	parsed.several = p.severalOf()
	im.complete(&p, &parsed)
	if im.request.Cell != nil {
		p.reportCells()
	}
	if p.wrong != nil {
		return importRow{}, p.rejected()
	}
	parsed.card = p.customer.Card(im.fields)
	return parsed, nil
}

// complete finds out by what the customer is known, and what it lacks.
func (im *importer) complete(p *parsing, parsed *importRow) {
	if im.phones != nil {
		parsed.phones = im.phones.phonesOf(p.customer)
	}
	if p.customer.CustomerID == "" && p.idIsWrong() {
		return
	}
	if p.customer.CustomerID == "" && im.request.IDs == NewIDs && im.phones == nil {
		im.giveID(p.customer)
		im.notes.At(notes.NewIDs, nil, p.row.Line)
	}
	if p.customer.CustomerID == "" && im.phones != nil {
		return
	}
	err := p.customer.Validate()
	if err == nil && p.customer.HasAnonymizedID() {
		err = &callflow.Error{Message: callflow.ErrorText(person.ErrAnonymized), Fields: []callflow.FieldError{{Field: callflow.KeyCustomerID}}}
	}
	if err != nil {
		column := im.columnOf(err)
		if !p.isWrong(column) {
			p.wrong = append(p.wrong, CellReport{Line: p.row.Line, Column: column, Text: p.textOf(column), Problem: callflow.ErrorText(err)})
		}
	}
}

// columnOf is the file's column that fills the value that is wrong.
func (im *importer) columnOf(err error) string {
	var wrong *callflow.Error
	if !errors.As(err, &wrong) || len(wrong.Fields) == 0 {
		return ""
	}
	for i := range im.columns {
		if im.columns[i].target() == wrong.Fields[0].Field {
			return im.columns[i].name
		}
	}
	return ""
}
