package importer

import (
	"errors"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/notes"
	"callflow/internal/person"
	"callflow/internal/tabular"
)

// parse makes the customer that a row tells of. What is wrong is told of all its cells.
func (im *Run) parse(row *tabular.Row) (importRow, *RejectedRow) {
	p := parsing{im: im, row: row, customer: &callflow.Customer{
		AssignmentID: im.Request.AssignmentID, Custom: make(map[int64]callflow.Value, len(im.columns)),
		Updated: im.today, UpdatedBy: im.Request.By, UpdateMethod: callflow.MethodImportNew,
	}}
	parsed := importRow{line: row.Line, customer: p.customer}
	if im.phones != nil || im.Request.Cell != nil || im.Request.Repeats == RejectRepeat {
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
	if im.Request.Cell != nil {
		p.reportCells()
	}
	if p.wrong != nil {
		return importRow{}, p.rejected()
	}
	parsed.card = p.customer.Card(im.fields)
	return parsed, nil
}

// complete finds out by what the customer is known, and what it lacks.
func (im *Run) complete(p *parsing, parsed *importRow) {
	if im.phones != nil {
		parsed.phones = im.phones.phonesOf(p.customer)
	}
	if p.customer.CustomerID == "" && p.idIsWrong() {
		return
	}
	if p.customer.CustomerID == "" && im.Request.IDs == NewIDs && im.phones == nil {
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
func (im *Run) columnOf(err error) string {
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

// cut is said of a number that a spreadsheet has cut.
const cut = "a spreadsheet has cut this number, and its last digits are lost. Fetch it anew from where it comes from, with the column formatted as text"

// code reads a number that stands for itself, as ids and telephone numbers do. An id such as 5E10 may be a
// code: it is kept, and told where the file has it as a number.
func (p *parsing) code(c *column, text string, kind tabular.Kind) (string, error) {
	whole, exponential := cleanse.Exponential(text)
	if exponential && whole != "" {
		p.im.notes.At(notes.Exponent, c, p.row.Line)
		return whole, nil
	}
	if exponential || c.isPhone() && cleanse.CutPhone(text) {
		return "", &callflow.Error{Code: callflow.Invalid, Message: cut}
	}
	if kind == tabular.Number && cleanse.CutPhone(text) {
		p.im.notes.At(notes.Cut, c, p.row.Line)
	}
	whole, ok := cleanse.Whole(text)
	switch {
	case !ok:
		return text, nil
	case c.reads.whole:
		p.im.notes.At(notes.Whole, c, p.row.Line)
		return whole, nil
	}
	p.im.notes.At(notes.Fraction, c, p.row.Line)
	return text, nil
}

func (p *parsing) fillPhone(c *column, text string, kind tabular.Kind) error {
	shown := cleanse.InPhone(text)
	if shown != text {
		p.im.notes.At(notes.Blanks, c, p.row.Line)
	}
	shown, err := p.code(c, shown, kind)
	*c.standard.Of(p.customer) = shown
	if err != nil {
		return err
	}
	if numbers := cleanse.Phones(shown); numbers != nil {
		p.spare = append(p.spare, spareNumbers{column: c, cell: shown, numbers: numbers})
	}
	return nil
}

// noteCut tells of a text that looks like a number that a spreadsheet has cut: in a field of any text it may be another. 0.00E+00 has no digits to lose.
func (p *parsing) noteCut(c *column, text string) {
	if text[0] != '0' && cleanse.Cut(text) {
		p.im.notes.At(notes.Cut, c, p.row.Line)
	}
}

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
