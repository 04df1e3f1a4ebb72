package importer

import (
	"fmt"
	"strings"
	"time"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/notes"
	"callflow/internal/tabular"
)

// parsing is a row on its way to a customer.
type parsing struct {
	im       *Run
	row      *tabular.Row
	customer *callflow.Customer
	names    [lastName + 1]string
	spare    []spareNumbers
	wrong    []CellReport
}

// fill gives the customer what a cell says.
func (p *parsing) fill(i int) {
	im, cell := p.im, &p.row.Cells[i]
	c := &im.columns[i]
	if c.ignored() {
		return
	}
	text, ways := im.clean(c, cell)
	if ways != 0 {
		im.noteWays(ways, c, p.row.Line)
	}
	err := p.fillColumn(c, text, cell.Kind)
	if err != nil {
		p.wrong = append(p.wrong, CellReport{Line: p.row.Line, Column: c.name, Text: cell.Text, Problem: callflow.ErrorText(err)})
	}
}

// clean takes off a cell what programs put around its value. A text of JSON is as a program meant it, but for blanks around what names
// somebody.
func (im *Run) clean(c *column, cell *tabular.Cell) (string, cleanse.Way) {
	if im.again.json || cell.Kind == tabular.Text && im.Reader.Options().Format == tabular.NDJSON {
		if text := cleanse.Trim(cell.Text); text != cell.Text && (c.id || c.isPhone() || c.field != nil && c.field.Type != callflow.Text) {
			return text, cleanse.Blanks
		}
		return cell.Text, 0
	}
	text, ways := cleanse.Value(cell.Text)
	if im.words.Has(text) && !c.chooses(text) {
		return "", ways | cleanse.Nothing
	}
	return text, ways
}

func (p *parsing) fillColumn(c *column, text string, kind tabular.Kind) error {
	switch {
	case c.id:
		seen := cleanse.Seen(text)
		if seen != text { // two ids that differ in signs that nobody sees become one
			p.im.notes.At(notes.Blanks, c, p.row.Line)
		}
		id, err := p.code(c, seen, kind)
		p.customer.CustomerID = id
		return err
	case c.isPhone():
		return p.fillPhone(c, text, kind)
	case c.standard != nil:
		*c.standard.Of(p.customer) = p.joined(c, text)
	case c.part != noPart:
		p.names[c.part] = p.joined(c, text)
	case c.field != nil:
		value, err := p.fieldValue(c, text, kind)
		if value != "" {
			p.customer.Custom[c.field.ID] = value
		}
		return err
	}
	return nil
}

// joined takes out of a text what would part its words for nobody who sees them. Joiners within letters and pictures stay.
func (p *parsing) joined(c *column, text string) string {
	if !strings.Contains(text, "\u200b") && !strings.Contains(text, "\ufeff") {
		return text
	}
	p.im.notes.At(notes.Blanks, c, p.row.Line)
	return strings.NewReplacer("\u200b", "", "\ufeff", "").Replace(text)
}

// joinName joins the parts of the name.
func (p *parsing) joinName() {
	parts := p.names[:0:0]
	for _, part := range p.names {
		if part != "" {
			parts = append(parts, part)
		}
	}
	p.customer.Name = strings.Join(parts, " ")
}

// fieldValue reads a value of a custom field, as people write it.
func (p *parsing) fieldValue(c *column, text string, kind tabular.Kind) (callflow.Value, error) {
	if text == "" {
		return "", nil
	}
	switch c.field.Type {
	case callflow.Integer, callflow.Decimal:
		text = p.number(c, text, kind)
	case callflow.Date:
		return p.date(c, text)
	case callflow.Boolean:
		if value, ok := cleanse.Boolean(text); ok {
			own := fmt.Sprint(value)
			if !strings.EqualFold(own, text) {
				p.im.notes.At(notes.Booleans, c, p.row.Line)
			}
			text = own
		}
	case callflow.Choice:
		if choice, ok := cleanse.OneOf(text, c.field.Choices); ok && choice != text {
			p.im.notes.At(notes.Choices, c, p.row.Line)
			text = choice
		}
	case callflow.Text:
		if !c.reads.code {
			p.noteCut(c, text)
			break
		}
		code, err := p.code(c, text, kind)
		if err != nil {
			return "", err
		}
		text = code
	}
	return c.field.Parse(text)
}

// number writes a number as fields have it, where the column's decimal mark allows it.
func (p *parsing) number(c *column, text string, kind tabular.Kind) string {
	mark := c.reads.mark
	if kind == tabular.Number || mark == cleanse.NoMark {
		mark = cleanse.Point
	}
	number, ok := cleanse.Number(text, mark)
	if !ok {
		return text
	}
	if number != text && cleanse.MarkOf(text) == cleanse.NoMark {
		p.im.notes.At(notes.Signs, c, p.row.Line)
	}
	if whole, is := cleanse.Whole(number); is && c.field.Type == callflow.Integer {
		number = whole
		p.im.notes.At(notes.Whole, c, p.row.Line)
	}
	return number
}

// dateReasons are said of dates that their column's order makes none of.
var dateReasons = map[cleanse.Order]string{
	cleanse.DayFirst:   " must be a date with the day first, as the others of its column.",
	cleanse.MonthFirst: " must be a date with the month first, as the others of its column.",
	cleanse.YearFirst:  " must be a date with the year first, as the others of its column.",
}

// noDate says why a date is none in its column's order: the order is the reason only where another one makes a date of it.
func noDate(parts cleanse.Parts, order cleanse.Order) string {
	for other := range dateReasons {
		if _, exists := parts.Date(other); exists {
			return dateReasons[order]
		}
	}
	return " must be a date that exists."
}

func (p *parsing) date(c *column, text string) (callflow.Value, error) {
	if len(text) == len(time.DateOnly) && text[4] == '-' && text[7] == '-' && text[0] != '0' { // as fields have it
		if value, err := c.field.Parse(text); err == nil {
			return value, nil
		}
	}
	parts, ok := cleanse.DateOf(text)
	if ok && parts.Order() == cleanse.ZeroDate {
		p.im.notes.At(notes.ZeroDates, c, p.row.Line)
		return "", nil
	}
	if ok && parts.Midnight {
		p.im.notes.At(notes.Times, c, p.row.Line)
	}
	written, valid := parts.Date(c.reads.order)
	switch {
	case ok && valid:
		text = written
	case ok:
		return "", callflow.InvalidField(c.field.LookupID(), c.field.Key+noDate(parts, c.reads.order))
	}
	return c.field.Parse(text)
}

// chooses says whether a word is one of the column's choices, and so no word for nothing.
func (c *column) chooses(text string) bool {
	if c.field == nil || c.field.Type != callflow.Choice {
		return false
	}
	_, ok := cleanse.OneOf(text, c.field.Choices)
	return ok
}

// noteWays tells what was taken off a value.
func (im *Run) noteWays(ways cleanse.Way, c *column, line int) {
	for _, known := range [...]struct {
		way  cleanse.Way
		kind string
	}{{cleanse.Blanks, notes.Blanks}, {cleanse.Formula, notes.Formula}, {cleanse.Apostrophe, notes.Apostrophe}, {cleanse.Nothing, notes.Nothing}} {
		if ways&known.way != 0 {
			im.notes.At(known.kind, c, line)
		}
	}
}
