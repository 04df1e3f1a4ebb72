package setup

import (
	"slices"

	"callflow"
	"callflow/internal/given"
)

// Edit is what is said of one thing, one struct for each kind: a value for each that may be set, and what else the door found wrong.
type Edit interface {
	// Values are the edit's own values, in the order in which they are read and told.
	Values() []Named
	// Own is what every edit has.
	Own() *Said
}

// Named is a value of an edit, by the name that API, forms and audit have for it: a *given.Value of string, int64, bool or []string.
type Named struct {
	Name  string
	Value any
}

// Said is what every edit has.
type Said struct {
	ID     given.Value[int64]    // of a new thing, where one is wanted
	Order  []string              // the names in the order in which they were given, for the audit; what is not in it comes last
	Faults []callflow.FieldError // what else the door found wrong, told last
}

// Own is what every edit has.
func (s *Said) Own() *Said { return s }

// values adds the id to an edit's own values.
func (s *Said) values(own ...Named) []Named { return append([]Named{{"id", &s.ID}}, own...) }

// valueOf is one of an edit's values, nil where it has none of that name.
func valueOf(edit Edit, name string) any {
	values := edit.Values()
	i := slices.IndexFunc(values, func(value Named) bool { return value.Name == name })
	if i < 0 {
		return nil
	}
	return values[i].Value
}

// Set gives a value of an edit, by its name, and says whether the edit has one of that name and type.
func Set[T any](edit Edit, name string, value given.Value[T]) bool {
	place, ok := valueOf(edit, name).(*given.Value[T])
	if ok {
		*place = value
		edit.Own().Order = append(edit.Own().Order, name)
	}
	return ok
}

// Leave takes a text out of an edit: it stays as it is.
func Leave(edit Edit, name string) {
	if place, ok := valueOf(edit, name).(*given.Value[string]); ok {
		*place = given.Value[string]{}
	}
}

// NamesSomething says whether an edit sets anything.
func NamesSomething(edit Edit) bool {
	return slices.ContainsFunc(edit.Values(), func(value Named) bool {
		_, set := plain(value.Value)
		return set
	})
}

// plain is what a value of an edit holds, and whether it is set.
func plain(value any) (held any, set bool) {
	switch value := value.(type) {
	case *given.Value[string]:
		return value.V, value.Set
	case *given.Value[int64]:
		return value.V, value.Set
	case *given.Value[bool]:
		return value.V, value.Set
	case *given.Value[[]string]:
		return value.V, value.Set
	}
	return nil, false
}

// inOrder are the values that an edit sets, in the order in which they were given.
func inOrder(edit Edit) []Attribute {
	var set []Attribute
	for _, value := range edit.Values() {
		if held, ok := plain(value.Value); ok {
			set = append(set, Attribute{value.Name, held})
		}
	}
	order := edit.Own().Order
	place := func(name string) int {
		if i := slices.Index(order, name); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(set, func(a, b Attribute) int { return place(a.Name) - place(b.Name) })
	return set
}
