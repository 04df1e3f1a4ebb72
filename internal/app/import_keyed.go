package app

import (
	"slices"
	"strings"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/labels"
)

// keyOfHeading is the key that an export with labels has added to a heading, since another column has the same label, as in
// "Segment (segment__name)"; "" where it is no such heading of what is the customer's own.
func keyOfHeading(heading string, fields []callflow.Field) string {
	if !strings.HasSuffix(heading, ")") {
		return ""
	}
	written := func(label, key string) bool {
		return cleanse.SameLabel(heading, labels.Distinct(label, key, map[string]bool{labels.Fold(label): true}))
	}
	own := []string{callflow.KeyCustomerID, callflow.KeySegment}
	for _, standard := range callflow.StandardFields {
		own = append(own, standard.Key)
	}
	for _, key := range own {
		if written(labels.Of(key), key) {
			return key
		}
	}
	for i := range fields {
		if key := fields[i].LookupID(); written(labels.OfField(&fields[i]).Label, key) {
			return key
		}
	}
	return ""
}

// keyedColumns are the columns of a file that an export has headed by a label and a key. What they fill is filled by no other column of the
// same label.
type keyedColumns struct {
	fields []callflow.Field // all of them
	others []callflow.Field // those that no such column fills
	fill   map[string]bool  // what they fill
}

// columnsByKey finds these columns, but for those of which it was said what they fill.
func columnsByKey(file []fileColumn, said map[int]string, fields []callflow.Field) *keyedColumns {
	keyed := &keyedColumns{fields: fields, fill: make(map[string]bool)}
	for i := range file {
		key := keyOfHeading(file[i].heading, fields)
		if _, mapped := said[i]; key != "" && !mapped && targetNamed(file[i].heading, fields) == key {
			keyed.fill[key] = true
		}
	}
	keyed.others = slices.DeleteFunc(slices.Clone(fields), func(f callflow.Field) bool { return keyed.fill[f.LookupID()] })
	return keyed
}

// match finds what a column fills, by its name or its heading. The name goes first: of columns that have the same heading, the second one is told
// apart as "Comment (2)", which may be the label of a field that was made for such a column.
func (k *keyedColumns) match(c *column) bool {
	keyed, fields := keyOfHeading(c.heading, k.fields) != "", k.others
	if keyed {
		fields = k.fields
	}
	for _, name := range []string{c.name, c.heading} {
		guess := *c
		if guess.match(name, fields) && (keyed || !k.fill[guess.target()]) {
			*c = guess
			return true
		}
	}
	return false
}
