package app

import (
	"slices"

	"callflow"
	"callflow/internal/cleanse"
)

// severalPhones are the telephone numbers of a row where a cell has several of them.
type severalPhones struct {
	own   [3]string      // as the cells have them
	cells []spareNumbers // that have several
}

// spareNumbers are the telephone numbers of a cell that has several.
type spareNumbers struct {
	column  *column
	cell    string // all of them, as the cell has them
	numbers []string
}

// severalOf keeps what the cells of a row say, and gives its customer the numbers as if nobody were there.
func (p *parsing) severalOf() *severalPhones {
	if p.spare == nil {
		return nil
	}
	several := &severalPhones{cells: p.spare}
	for slot, phone := range callflow.StandardFields[1:4] {
		several.own[slot] = *phone.Of(p.customer)
	}
	several.spread(p.customer)
	return several
}

// ofCell is what the row's own cell says where the column goes.
func (s *severalPhones) ofCell(c *column) string {
	return s.own[slices.IndexFunc(callflow.StandardFields[1:4], func(phone callflow.StandardField) bool { return phone.Key == c.standard.Key })]
}

// spread lets the numbers of cells that have several fill those of the customer that are free, where there is room for all that the customer
// does not have yet. A cell for which there is no room is kept as it is.
func (s *severalPhones) spread(customer *callflow.Customer) {
	for i := range s.cells {
		cell := &s.cells[i]
		target := cell.column.standard.Of(customer)
		*target = cell.numbers[0]
		more, free := numbersToPlace(customer, cell.numbers)
		if len(free) < len(more) {
			*target = cell.cell
			continue
		}
		for k, number := range more {
			*free[k] = number
		}
	}
}

// numbersToPlace are those of numbers that the customer does not have, each once, and the telephone numbers that are free.
func numbersToPlace(customer *callflow.Customer, numbers []string) (more []string, free []*string) {
	var held []string
	for _, phone := range callflow.StandardFields[1:4] {
		text := phone.Of(customer)
		if *text == "" {
			free = append(free, text)
		}
		held = append(held, *text)
	}
	for _, number := range numbers {
		if !slices.ContainsFunc(append(held, more...), func(other string) bool { return cleanse.SamePhone(number, other) }) {
			more = append(more, number)
		}
	}
	return more, free
}

// keptWhole says whether a customer has a cell as it is, since there was no room for all of its numbers.
func (c *spareNumbers) keptWhole(customer *callflow.Customer) bool {
	return *c.column.standard.Of(customer) == c.cell
}
