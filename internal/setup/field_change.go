package setup

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
)

// rewrittenTogether is how many customers a change of a field's type writes in one transaction: others who write wait for no more.
const rewrittenTogether = 1000

// FieldDryRun tells what a change of a custom field would make of the values that customers have. It changes nothing. The audit counts the
// values that it shows.
func (a *Service) FieldDryRun(ctx context.Context, s *auth.Session, r *Request) (*FieldReport, auth.Moment, error) {
	survey, moment, err := a.surveyField(ctx, s, r)
	if err != nil {
		return nil, moment, err
	}
	a.authority.NoteRead(s, auth.ReadOf{AssignmentID: r.OwnerID, What: "values of a custom field"}, int64(len(survey.report.Examples)))
	return &survey.report, moment, nil
}

// retypes says whether a request names the type of a custom field: the values that customers have are read again then.
func (r *Request) retypes() bool {
	edit, ok := r.Edit.(*FieldEdit)
	return ok && r.Noun == CustomFields && r.Mode == Change && edit.Type.Set
}

// changeType changes a custom field, and then the values that customers have, some in each transaction. Where it is interrupted, the same
// request completes it.
func (a *Service) changeType(ctx context.Context, s *auth.Session, r *Request) (*auth.Answer, error) {
	if answer, err := a.authority.KeptAnswer(ctx, s); answer != nil || err != nil {
		return answer, err
	}
	survey, _, err := a.surveyField(ctx, s, r)
	if err != nil {
		return nil, err
	}
	numbers := survey.toWrite
	if survey.drop {
		numbers = append(slices.Clone(numbers), survey.unreadable...)
		slices.Sort(numbers)
	}
	var first []int64
	first, survey.rest = cutPart(numbers)
	part := partOf(s, survey.rest)
	survey.answer, err = a.authority.Write(ctx, part, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		answer, err := a.setUpAudited(w, s, r, survey)
		if err != nil {
			return nil, err
		}
		together := append(slices.Clone(survey.late), first...)
		slices.Sort(together)
		return answer, survey.rewrite(a, w, s, slices.Compact(together))
	})
	if err != nil {
		return nil, err
	}
	later := *s
	later.Match = nil
	for len(survey.rest) > 0 {
		if err := a.rewriteNext(context.WithoutCancel(ctx), &later, survey); err != nil {
			return nil, err
		}
	}
	return survey.answer, nil
}

// cutPart cuts off the customers who are written in one transaction.
func cutPart(numbers []int64) (part, rest []int64) {
	n := min(rewrittenTogether, len(numbers))
	return numbers[:n], numbers[n:]
}

// partOf is the session that writes a part: the answer is kept with the last one, so that what was interrupted is not answered as done.
func partOf(s *auth.Session, rest []int64) *auth.Session {
	if len(rest) == 0 {
		return s
	}
	part := *s
	part.Key = nil
	return &part
}

// errRetypeStops is told where the process ends between two parts of a change.
var errRetypeStops = &callflow.Error{
	Code: callflow.Unavailable, Message: "The server stops before all values are changed.",
	Fix: "Read the field, and change it again: the same request completes it.",
}

// rewriteNext writes the values of some more customers, in a transaction of its own.
func (a *Service) rewriteNext(ctx context.Context, s *auth.Session, survey *fieldSurvey) error {
	if a.ending() { // the process ends
		return errRetypeStops
	}
	chunk, rest := cutPart(survey.rest)
	left := rest
	answer, err := a.authority.Write(ctx, partOf(s, rest), func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		left = rest // this may be run again
		c := &scope{Session: s, w: w, owner: survey.assignmentID, encode: survey.encode}
		done, err := survey.overtaken(c)
		if err != nil || done {
			left = nil
			return survey.shown(c, err)
		}
		if err := survey.rewrite(a, w, s, chunk); err != nil {
			return nil, err
		}
		if len(rest) == 0 && survey.again() {
			err = setuprows.SetRetypedFrom(w, survey.assignmentID, survey.wanted.ID, "")
		}
		return survey.shown(c, err)
	})
	survey.rest, survey.answer = left, answer
	return err
}

// overtaken says whether another request has completed the change meanwhile. Where it made another change, that is the error.
func (v *fieldSurvey) overtaken(c *scope) (done bool, err error) {
	field, err := customFields.find(c, v.wanted.ID)
	if err != nil {
		return false, err
	}
	if field.Type != v.wanted.Type || !slices.Equal(field.Choices, v.wanted.Choices) {
		return false, auth.ErrMovedOn()
	}
	if field.RetypedFrom == "" {
		return v.again(), nil
	}
	if field.RetypedFrom != v.unfinished() {
		return false, auth.ErrMovedOn()
	}
	return false, nil
}

// shown is the answer with the field as it is in the transaction.
func (v *fieldSurvey) shown(c *scope, err error) (*auth.Answer, error) {
	if err != nil {
		return nil, err
	}
	return customFields.written(c, v.wanted.ID)
}

// rewrite writes the values of customers as the field has them now. Each is told in the log as changed.
func (v *fieldSurvey) rewrite(a *Service, w *store.Write, s *auth.Session, numbers []int64) error {
	if len(numbers) == 0 {
		return nil
	}
	snapshot, err := w.Snapshot()
	if err != nil {
		return err
	}
	var rows []store.CustomerRow
	err = snapshot.EachCustomerOf(v.assignmentID, numbers, func(row *callflow.StatusRow) {
		held := callflow.Value(callflow.FindPacked(row.Card, callflow.CustomTag(v.wanted.ID)))
		value, err := v.reread(held)
		if held == "" || err != nil && !v.drop {
			return
		}
		rows = append(rows, store.CustomerRow{
			Customer: &callflow.Customer{AssignmentID: v.assignmentID, CustomerID: string(row.CustomerID)},
			Anew:     v.foundAnew(),
			Merge: func(customer *callflow.Customer) {
				if delete(customer.Custom, v.wanted.ID); err == nil {
					customer.Custom[v.wanted.ID] = value
				}
				customer.Updated, customer.UpdatedBy, customer.UpdateMethod = a.authority.Today(s), s.User.Name, callflow.MethodManual
			},
		})
	})
	if err != nil {
		return err
	}
	_, err = w.PutCustomers(v.assignmentID, rows)
	return err
}

// told is what the audit says of the change: which members it changed, and what became of the values.
func (v *fieldSurvey) told(changed string) string {
	if v == nil {
		return changed
	}
	var told []string
	if changed != "" {
		told = append(told, changed)
	}
	if v.again() && v.held.Type == v.wanted.Type {
		told = append(told, fmt.Sprintf("type: %s → %s completed", v.from(), v.wanted.Type))
	}
	if len(v.toWrite)+len(v.unreadable) > 0 {
		told = append(told, fmt.Sprintf("%d values written anew", v.report.Rewritten))
		if v.drop {
			told = append(told, fmt.Sprintf("%d wiped", v.report.Unreadable))
		}
	}
	return strings.Join(told, ", ")
}
