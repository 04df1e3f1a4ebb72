package app

import (
	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/notes"
	"callflow/internal/tabular"
)

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
