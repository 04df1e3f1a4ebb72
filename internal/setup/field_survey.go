package setup

import (
	"context"
	"fmt"
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/heavy"
	"callflow/internal/store"
)

// FieldReport tells what becomes of the values that customers have in a custom field whose type changes.
type FieldReport struct {
	Field          Thing // as it would be
	From           callflow.FieldType
	Values         int64             // customers with a value
	Readable       int64             // as one of the type
	Rewritten      int64             // of those, whose record changes
	Unreadable     int64             // they would be wiped
	Examples       []UnreadableValue // the first that can't be read
	RemovedChoices []string
	To             callflow.FieldType
}

// UnreadableValue is a customer's value that can't be read as one of the type that a field would have. It is for the user's own eyes.
type UnreadableValue struct {
	CustomerID string
	Value      string
	Problem    string
}

// fieldSurvey is what is known of a field's values at a moment, before its type is changed.
type fieldSurvey struct {
	assignmentID int64
	held, wanted callflow.Field
	drop         bool
	encode       func(Thing) []byte // as in Request
	signs        numberSigns
	seq, lineage int64
	toWrite      []int64 // customers whose value is to be written, by number
	unreadable   []int64 // customers whose value can't be read, by number
	late         []int64 // customers to be written whose value was set after the survey
	rest         []int64 // customers to be written after the first part
	report       FieldReport
	answer       *auth.Answer // of the change, once it is made
}

// surveyField reads all values that customers have in a field, as a change of it would have them.
func (a *Service) surveyField(ctx context.Context, s *auth.Session, r *Request) (v *fieldSurvey, moment auth.Moment, err error) {
	err = a.places.Weigh(ctx, s, func(ctx context.Context) error {
		return a.authority.Read(ctx, s, func(snapshot *store.Snapshot, current *auth.Session) error {
			c := &scope{Session: current, owner: r.OwnerID}
			held, err := customFields.find(c, r.ID)
			if err != nil {
				return err
			}
			v, moment = &fieldSurvey{assignmentID: r.OwnerID, held: *held, wanted: *held, drop: r.DropUnreadable, encode: r.Encode}, snapshot.Moment
			if err := customFields.decode(c, r.Edit, &v.wanted); err != nil {
				return err
			}
			v.wanted.RetypedFrom = ""
			if err := heavy.Check(ctx, snapshot.Seq, heavy.Changes); err != nil {
				return err
			}
			v.begin(c, snapshot)
			if err := v.learnSigns(snapshot); err != nil {
				return err
			}
			return snapshot.EachCustomer(r.OwnerID, v.see)
		})
	})
	return v, moment, err
}

func (v *fieldSurvey) begin(c *scope, r *store.Snapshot) {
	v.seq, v.lineage = r.Seq, r.Lineage
	v.report = FieldReport{Field: viewField(c, &v.wanted), From: v.from(), To: v.wanted.Type, Examples: []UnreadableValue{}, RemovedChoices: []string{}}
	for _, choice := range v.held.Choices {
		if v.held.Type == callflow.Choice && !slices.Contains(v.wanted.Choices, choice) {
			v.report.RemovedChoices = append(v.report.RemovedChoices, choice)
		}
	}
}

// again says whether all values are read again: the type becomes another one, or a change of it is unfinished, and values are of either type.
func (v *fieldSurvey) again() bool {
	return v != nil && (v.held.Type != v.wanted.Type || v.held.RetypedFrom != "")
}

// from is the type that the values are changed from.
func (v *fieldSurvey) from() callflow.FieldType {
	if v.held.Type == v.wanted.Type && v.held.RetypedFrom != "" {
		return v.held.RetypedFrom
	}
	return v.held.Type
}

// unfinished is what the field is marked with while customers are left to be written; "" where none is.
func (v *fieldSurvey) unfinished() callflow.FieldType {
	if len(v.rest) == 0 || !v.again() {
		return ""
	}
	return v.from()
}

// see looks at a customer's value.
func (v *fieldSurvey) see(row *callflow.StatusRow) {
	held := callflow.Value(callflow.FindPacked(row.Card, callflow.CustomTag(v.held.ID)))
	if held == "" {
		return
	}
	v.report.Values++
	value, err := v.reread(held)
	if err != nil {
		v.report.Unreadable++
		v.unreadable = append(v.unreadable, row.Number)
		if len(v.report.Examples) < mostExamples {
			example := UnreadableValue{CustomerID: string(row.CustomerID), Value: cutText(held.Text(), longestExample), Problem: callflow.ErrorText(err)}
			v.report.Examples = append(v.report.Examples, example)
		}
		return
	}
	v.report.Readable++
	if value != held {
		v.report.Rewritten++
	}
	if value != held || v.foundAnew() {
		v.toWrite = append(v.toWrite, row.Number)
	}
}

// longestExample is how much is told of a value that can't be read.
const longestExample = 200

func (v *fieldSurvey) reread(held callflow.Value) (callflow.Value, error) {
	if !v.again() && hasForm(v.wanted.Type, held) {
		return held, nil
	}
	return rereadValue(&v.wanted, held, v.signs)
}

// foundAnew says whether customers are found by other words than before, also where their values stay as they are: dates by 27.09.1979 too.
func (v *fieldSurvey) foundAnew() bool {
	return v.wanted.Type == callflow.Date && v.again()
}

// fits says whether the change can be made in a transaction: what was written since the survey is looked at there. The transaction may be
// run again.
func (v *fieldSurvey) fits(w *store.Write, held, wanted *callflow.Field) error {
	snapshot, err := w.Snapshot()
	if err != nil {
		return err
	}
	same := held.Type == v.held.Type && held.RetypedFrom == v.held.RetypedFrom
	same = same && wanted.Type == v.wanted.Type && wanted.MaxLength == v.wanted.MaxLength && slices.Equal(wanted.Choices, v.wanted.Choices)
	if !same || snapshot.Lineage != v.lineage {
		return auth.ErrMovedOn()
	}
	changed, err := snapshot.CustomersChanged(v.assignmentID, v.seq)
	if err != nil {
		return err
	}
	slices.Sort(changed)
	changed = slices.Compact(changed)
	since := fieldSurvey{held: v.held, wanted: v.wanted, signs: v.signs}
	if err := snapshot.EachCustomerOf(v.assignmentID, changed, since.see); err != nil {
		return err
	}
	v.late = append(since.toWrite, since.unreadable...)
	unreadable := since.report.Unreadable
	for _, number := range v.unreadable {
		if _, again := slices.BinarySearch(changed, number); !again {
			unreadable++
		}
	}
	if unreadable > 0 && !v.drop {
		return v.refusal(unreadable)
	}
	return nil
}

func (v *fieldSurvey) refusal(unreadable int64) error {
	values := max(v.report.Values, unreadable)
	message := callflow.OneOrMore(values,
		fmt.Sprintf("1 of 1 value can't be read as %s.", v.wanted.Type),
		fmt.Sprintf("%d of %d values can't be read as %s.", unreadable, values, v.wanted.Type))
	return inUse(message, "A dry run names the first; drop_unreadable=true wipes them.")
}
