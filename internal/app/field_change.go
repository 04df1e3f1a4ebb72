package app

import (
	"context"
	"fmt"
	"slices"

	"callflow"
	"callflow/internal/store"
)

// rewrittenTogether is how many customers a change of a field's type writes in one transaction: others who write wait for no more.
const rewrittenTogether = 1000

// FieldDryRun tells what a change of a custom field would make of the values that customers have. It changes nothing.
func (a *App) FieldDryRun(ctx context.Context, s *Session, r *SetupRequest) (*Report, *FieldReport, error) {
	survey, moment, err := a.surveyField(ctx, s, r)
	if err != nil {
		return nil, nil, err
	}
	body, err := encodeJSON(&survey.report)
	return &Report{Body: body, Moment: moment}, &survey.report, err
}

// retypes says whether a request names the type of a custom field: the values that customers have are read again then.
func (r *SetupRequest) retypes() bool {
	return r.Noun == CustomFields && r.Mode == ChangeThing && slices.ContainsFunc(r.Members, func(m Member) bool { return m.Name == "type" })
}

// changeType changes a custom field, and then the values that customers have, some in each transaction. Where it is interrupted, the same
// request completes it.
func (a *App) changeType(ctx context.Context, s *Session, r *SetupRequest) (*Answer, error) {
	if answer, err := a.keptBefore(ctx, s); answer != nil || err != nil {
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
	first, rest := cutPart(numbers)
	part := partOf(s, rest)
	survey.answer, err = a.write(ctx, part, func(w *store.Write, s *Session) (*Answer, error) {
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
	for len(rest) > 0 {
		var chunk []int64
		chunk, rest = cutPart(rest)
		if err := a.rewriteLater(context.WithoutCancel(ctx), partOf(&later, rest), survey, chunk); err != nil {
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
func partOf(s *Session, rest []int64) *Session {
	if len(rest) == 0 {
		return s
	}
	part := *s
	part.Key = nil
	return &part
}

// rewriteLater writes the values of some more customers, in a transaction of its own.
func (a *App) rewriteLater(ctx context.Context, s *Session, survey *fieldSurvey, numbers []int64) error {
	if err := a.imports.ctx.Err(); err != nil { // the process ends
		return err
	}
	_, err := a.write(ctx, s, func(w *store.Write, s *Session) (*Answer, error) {
		field, err := customFields.find(&scope{Session: s, w: w, owner: survey.assignmentID}, survey.wanted.ID)
		if err != nil {
			return nil, err
		}
		if field.Type != survey.wanted.Type || !slices.Equal(field.Choices, survey.wanted.Choices) { // somebody changed it again
			return nil, ErrMovedOn()
		}
		answer := *survey.answer
		return &answer, survey.rewrite(a, w, s, numbers)
	})
	return err
}

// rewrite writes the values of customers as the field has them now. Each is told in the log as changed.
func (v *fieldSurvey) rewrite(a *App, w *store.Write, s *Session, numbers []int64) error {
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
				customer.Updated, customer.UpdatedBy, customer.UpdateMethod = a.Today(s), s.User.Name, callflow.MethodManual
			},
		})
	})
	if err != nil {
		return err
	}
	_, err = w.PutCustomers(v.assignmentID, rows)
	return err
}

// told is what the audit says of the values.
func (v *fieldSurvey) told() string {
	if v == nil || len(v.toWrite)+len(v.unreadable) == 0 {
		return ""
	}
	text := fmt.Sprintf(", %d values written anew", v.report.Rewritten)
	if v.drop {
		text += fmt.Sprintf(", %d wiped", v.report.Unreadable)
	}
	return text
}
