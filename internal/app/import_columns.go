package app

import (
	"fmt"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/tabular"
)

// column is what one column of an imported file fills.
type column struct {
	name     string
	id       bool                    // the customer's id
	standard *callflow.StandardField // or a standard info value
	field    *callflow.Field         // or a custom field
}

// ignored says whether the column is read by nobody.
func (c *column) ignored() bool { return !c.id && c.standard == nil && c.field == nil }

// recordParts begin the keys of a status record that are not the customer's
// own: a file that was exported from a status list may have them.
var recordParts = []string{"crm__change_log__", "callflow__", "campaign__", "assignment__", "client__", "data_owner__", "meeting__", "product__"}

// matchColumns finds what each column of a file fills: by --map, by the standard
// name or key, or by a custom field's label. Columns that nothing matches are
// given back by position.
func matchColumns(names []string, given map[string]string, fields []callflow.Field) (columns []column, unknown []int, err error) {
	for name := range given {
		if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) }) {
			return nil, nil, invalidFile("--map names a column %q that the file lacks. Its columns are: %s.", name, strings.Join(names, ", "))
		}
	}
	for i, name := range names {
		wanted, mapped := mappedTo(name, given)
		c := column{name: name}
		switch {
		case mapped && wanted == "": // left out on purpose
		case c.match(wanted, fields):
		case mapped:
			return nil, nil, invalidFile("--map fills %q, which is no field of the assignment.%s", wanted, didYouMean(wanted, fields))
		case slices.ContainsFunc(recordParts, func(part string) bool { return strings.HasPrefix(name, part) }):
		case i < 2 && len(names) > 2 && names[0] == "line" && names[1] == "reason": // of rows that were rejected before, and mended
		default:
			unknown = append(unknown, i)
		}
		columns = append(columns, c)
	}
	unknown = matchHeadings(columns, unknown)
	return columns, unknown, distinctColumns(columns)
}

// headings are what files head the customer's own values by, those of exports with labels among them: for columns that nothing else
// matches, and values that no other column fills.
var headings = map[string]string{
	"customer id": callflow.KeyCustomerID, "kundens id": callflow.KeyCustomerID, "kundenr": callflow.KeyCustomerID, "kundenummer": callflow.KeyCustomerID,
	"navn": "name", "phone 1": "phone_1", "telefon 1": "phone_1", "telefon": "phone_1", "phone 2": "phone_2", "telefon 2": "phone_2",
	"phone 3": "phone_3", "telefon 3": "phone_3", "e-mail": "email", "e-post": "email", "epost": "email",
}

// matchHeadings matches unknown columns by their headings, and gives those that are unknown still.
func matchHeadings(columns []column, unknown []int) []int {
	filled := make(map[string]bool)
	for i := range columns {
		filled[columns[i].target()] = true
	}
	return slices.DeleteFunc(unknown, func(i int) bool {
		wanted, known := headings[strings.ToLower(strings.TrimSpace(columns[i].name))]
		guess := column{name: columns[i].name}
		if !known || !guess.match(wanted, nil) || filled[guess.target()] {
			return false
		}
		columns[i], filled[guess.target()] = guess, true
		return true
	})
}

func mappedTo(name string, given map[string]string) (string, bool) {
	if to, exactly := given[name]; exactly {
		return to, true
	}
	for from, to := range given {
		if strings.EqualFold(from, name) {
			return to, true
		}
	}
	return name, false
}

func (c *column) match(wanted string, fields []callflow.Field) bool {
	if strings.EqualFold(wanted, "customer_id") || strings.EqualFold(wanted, callflow.KeyCustomerID) {
		c.id = true
		return true
	}
	if standard, ok := callflow.StandardFieldNamed(wanted); ok {
		c.standard = &standard
		return true
	}
	return c.matchField(fields, func(f *callflow.Field) bool { return wanted == f.Key || strings.EqualFold(wanted, f.LookupID()) }) ||
		c.matchField(fields, func(f *callflow.Field) bool { return strings.EqualFold(wanted, f.Key) }) ||
		c.matchSegment(wanted)
}

// matchSegment comes last: a custom field may be labelled Segment.
func (c *column) matchSegment(wanted string) bool {
	if !strings.EqualFold(wanted, callflow.SegmentField.Name) && !strings.EqualFold(wanted, callflow.SegmentField.Key) {
		return false
	}
	c.standard = &callflow.SegmentField
	return true
}

func (c *column) matchField(fields []callflow.Field, fits func(*callflow.Field) bool) bool {
	for i := range fields {
		if fits(&fields[i]) {
			c.field = &fields[i]
			return true
		}
	}
	return false
}

// distinctColumns wants no two columns for one value.
func distinctColumns(columns []column) error {
	filled := make(map[string]string)
	for i := range columns {
		target := columns[i].target()
		if target == "" {
			continue
		}
		if first, taken := filled[target]; taken {
			return invalidFile("The columns %q and %q both fill %s. Leave one out with --map %q=", first, columns[i].name, target, columns[i].name)
		}
		filled[target] = columns[i].name
	}
	return nil
}

// checkColumns wants a column with the customer's id, unless customers are known by their telephone numbers and none is made.
func (im *importer) checkColumns(columns []column) error {
	if im.mayLackID() || slices.ContainsFunc(columns, func(c column) bool { return c.id }) {
		return nil
	}
	return invalidFile("No column holds the customer's id. Name one customer_id, or say which it is with --map COLUMN=customer_id.")
}

func (c *column) target() string {
	switch {
	case c.id:
		return callflow.KeyCustomerID
	case c.standard != nil:
		return c.standard.Key
	case c.field != nil:
		return c.field.LookupID()
	}
	return ""
}

func didYouMean(name string, fields []callflow.Field) string {
	known := []string{"customer_id"}
	for _, standard := range callflow.StandardFields {
		known = append(known, standard.Name)
	}
	for i := range fields {
		known = append(known, fields[i].Key)
	}
	if nearest := callflow.Nearest(name, known); nearest != "" {
		return fmt.Sprintf(" Did you mean %q?", nearest)
	}
	return ""
}

func unknownColumns(names []string, unknown []int, fields []callflow.Field) error {
	var told []string
	for _, i := range unknown {
		told = append(told, fmt.Sprintf("%q", names[i])+didYouMean(names[i], fields))
	}
	return invalidFile("No field of the assignment has the name of these columns: %s. "+
		"Make the fields with --create-fields, match a column with --map COLUMN=FIELD, or leave it out with --map COLUMN=",
		strings.Join(told, ", "))
}

func invalidFile(format string, args ...any) error {
	return callflow.InvalidField("file", fmt.Sprintf(format, args...))
}

// guessFields reads the whole file once to find the types of its unknown
// columns from all their values, then goes back to the beginning.
func guessFields(reader tabular.Reader, unknown []int) ([]callflow.Field, error) {
	guesses := make([]tabular.Guess, len(unknown))
	for {
		row, err := reader.Read()
		if atEnd(err) {
			break
		}
		if isRowError(err) {
			continue
		}
		if err != nil {
			return nil, fileError(err)
		}
		for i, position := range unknown {
			guesses[i].Add(row.Cells[position])
		}
	}
	names := reader.Columns()
	fields := make([]callflow.Field, len(unknown))
	for i, position := range unknown {
		fields[i] = callflow.Field{Key: names[position], Type: callflow.FieldType(guesses[i].Type())}
	}
	return fields, fileError(reader.Rewind())
}
