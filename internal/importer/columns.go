package importer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/cleanse"
)

// column is what one column of an imported file fills.
type column struct {
	fileColumn
	id       bool                    // the customer's id
	standard *callflow.StandardField // or a standard info value
	part     namePart                // or a part of the name
	field    *callflow.Field         // or a custom field
	notOwn   bool                    // it is of an exported record, and not the customer's own
	reads    reading                 // how its values are written
	decided  string                  // what that is called, where a value alone may not tell it
}

// Placed is where the column stands in the file, from 1, and what stands above it.
func (c *column) Placed() (place int, heading string) { return c.place, c.heading }

// ignored says whether the column is read by nobody.
func (c *column) ignored() bool {
	return !c.id && c.standard == nil && c.field == nil && c.part == noPart
}

// isPhone says whether it fills a telephone number.
func (c *column) isPhone() bool {
	return c.standard != nil && strings.HasPrefix(c.standard.Name, anyPhone)
}

// matchColumns finds what each column of a file fills: as was said of its place, by the standard
// name or key, or by a custom field's label. Columns that nothing matches are
// given back by position.
func (r *Request) matchColumns(
	file []fileColumn, said map[int]string, fields []callflow.Field, products []string,
) (columns []column, unknown []int, err error) {
	left := notOwn(file, products)
	named := columnsByKey(file, said, fields)
	for i := range file {
		wanted, mapped := said[i]
		c := column{fileColumn: file[i]}
		switch {
		case mapped && wanted == "": // left out on purpose
		case mapped && c.match(wanted, fields) || !mapped && named.match(&c):
		case mapped:
			return nil, nil, invalidFile("%s fills %q, which is no field of the assignment.%s", r.optionName("map"), wanted, didYouMean(wanted, fields))
		case left[i]:
			c.notOwn = true
		default:
			unknown = append(unknown, i)
		}
		columns = append(columns, c)
	}
	unknown = matchHeadings(columns, unknown)
	return columns, unknown, r.distinctColumns(columns)
}

// placesOf finds which columns a mapping speaks of: by the exact heading, by one that differs in case alone, or by the place in the file.
func (r *Request) placesOf(file []fileColumn, given map[string]string) (map[int]string, error) {
	said := make(map[int]string, len(given))
	for name, to := range given {
		found := findColumn(file, name)
		switch {
		case len(found) > 1:
			return nil, invalidFile("%s names %q, which several columns are headed by. Name them by their places: %s.",
				r.optionName("map"), name, r.byPlace(file, found))
		case len(found) == 0:
			return nil, invalidFile("%s names a column %q that the file lacks. Its columns are: %s.",
				r.optionName("map"), name, strings.Join(namesOf(file), ", "))
		}
		said[found[0]] = to
	}
	return said, nil
}

// findColumn finds the columns that a name or a place means.
func findColumn(file []fileColumn, name string) []int {
	for _, fits := range []func(c *fileColumn) bool{
		func(c *fileColumn) bool { return c.name == name },
		func(c *fileColumn) bool { return c.heading == name },
		func(c *fileColumn) bool { return cleanse.SameLabel(c.name, name) },
		func(c *fileColumn) bool { return strconv.Itoa(c.place) == name },
	} {
		var found []int
		for i := range file {
			if fits(&file[i]) {
				found = append(found, i)
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// byPlace is how columns are named by their places.
func (r *Request) byPlace(file []fileColumn, columns []int) string {
	texts := make([]string, len(columns))
	for i, at := range columns {
		texts[i] = r.option("map", strconv.Itoa(file[at].place)+"=FIELD")
	}
	return strings.Join(texts, ", ")
}

func namesOf(file []fileColumn) []string {
	names := make([]string, len(file))
	for i := range file {
		names[i] = file[i].name
	}
	return names
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
	if c.matchField(fields, func(f *callflow.Field) bool { return wanted == f.Key || strings.EqualFold(wanted, f.LookupID()) }) ||
		c.matchField(fields, func(f *callflow.Field) bool { return cleanse.SameLabel(wanted, f.Key) }) || c.matchSegment(wanted) {
		return true
	}
	if key := keyOfHeading(wanted, fields); key != "" {
		return c.match(key, fields)
	}
	for _, named := range nameParts {
		if strings.EqualFold(wanted, named.name) {
			c.part = named.part
		}
	}
	return c.part != noPart
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

// distinctColumns wants no two columns for one value, nor a name beside its parts.
func (r *Request) distinctColumns(columns []column) error {
	filled := make(map[string]*column)
	for i := range columns {
		target := columns[i].target()
		if target == "" {
			continue
		}
		if first, taken := filled[target]; taken {
			return r.bothFill(first, &columns[i], target)
		}
		filled[target] = &columns[i]
	}
	whole := filled[callflow.StandardFields[0].Key]
	for _, named := range nameParts {
		if part := filled[named.name]; whole != nil && part != nil {
			return r.bothFill(whole, part, whole.target())
		}
	}
	return nil
}

func (r *Request) bothFill(first, second *column, target string) error {
	return invalidFile("The columns %q (column %d) and %q (column %d) both fill %s. Leave one out with %s or %s.",
		first.heading, first.place, second.heading, second.place,
		target, r.option("map", strconv.Itoa(first.place)+"="), r.option("map", strconv.Itoa(second.place)+"="))
}

// checkColumns wants a column with the customer's id, unless customers are known by other values, or get ids of ours.
func (im *Run) checkColumns(columns []column) error {
	if im.mayLackID() || slices.ContainsFunc(columns, func(c column) bool { return c.id }) {
		return nil
	}
	r := im.Request
	return invalidFile("No column holds the customer's id. Name one customer_id, say which it is with %s, or let ids be given with %s.",
		r.option("map", "COLUMN=customer_id"), r.option("ids", "new"))
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
	for _, named := range nameParts {
		if named.part == c.part {
			return named.name
		}
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

func (r *Request) unknownColumns(file []fileColumn, unknown []int, fields []callflow.Field) error {
	var told []string
	for _, i := range unknown {
		told = append(told, fmt.Sprintf("%q", file[i].name)+didYouMean(file[i].heading, fields))
	}
	return invalidFile("No field of the assignment has the name of these columns: %s. "+
		"Make the fields with %s, match a column with %s, or leave it out with %s.",
		strings.Join(told, ", "), r.option("create-fields", ""), r.option("map", "COLUMN=FIELD"), r.option("map", "COLUMN="))
}

func invalidFile(format string, args ...any) error {
	return callflow.InvalidField("file", fmt.Sprintf(format, args...))
}

// reading is how the values of a column are read: what was decided from all of them.
type reading struct {
	mark  cleanse.Mark  // before decimals
	order cleanse.Order // of day, month and year
	whole bool          // 10001.0 is 10001
	code  bool          // its values are numbers that stand for themselves, as ids and telephone numbers do
}
