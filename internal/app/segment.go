package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// How much one request may name.
const (
	mostIDs        = 10000
	mostConditions = 100
)

// segment is which customers are put into a campaign: those with an id, or those
// whose values are the ones wanted.
type segment struct {
	ids   []string
	where []condition
}

// condition is a value that a customer must have; an empty one must not be set.
type condition struct {
	customerID *string
	tag        uint64
	value      callflow.Value
	field      *callflow.Field // a custom field's, nil for other values
}

// addedTogether is how many customers are put into a campaign in one transaction:
// others' writes come between.
const addedTogether = 5000

// AddCustomers puts customers into a campaign, and answers how many were added, how many
// were in it already, and which ids the assignment does not know. Many are added in
// parts; to ask again after it was broken off adds the rest.
func (a *App) AddCustomers(ctx context.Context, s *auth.Session, campaignID int64, members []Member) (*auth.Answer, error) {
	campaign, err := s.Campaign(campaignID)
	if err != nil {
		return nil, err
	}
	if answer, err := a.KeptAnswer(ctx, s); answer != nil || err != nil {
		return answer, err
	}
	chosen, err := decodeSegment(s, campaign, members)
	if err != nil {
		return nil, err
	}
	numbers, unknown, err := a.find(ctx, s, chosen, campaign.AssignmentID)
	if err != nil {
		return nil, err
	}
	added, all := 0, len(numbers)
	for len(numbers) > addedTogether {
		part := *s
		part.Key = nil // the answer is kept with the last part
		n := 0
		_, err := a.Write(ctx, &part, func(w *store.Write, s *auth.Session) (_ *auth.Answer, err error) {
			n, err = addAll(w, s, campaignID, numbers[:addedTogether])
			return &auth.Answer{}, err
		})
		if err != nil {
			return nil, err
		}
		added += n
		numbers = numbers[addedTogether:]
	}
	return a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		n, err := addAll(w, s, campaignID, numbers)
		if err != nil {
			return nil, err
		}
		return &auth.Answer{Body: segmentAnswer(added+n, all-added-n, unknown)}, nil
	})
}

// find looks on one snapshot for the customers that are meant.
func (a *App) find(ctx context.Context, s *auth.Session, chosen *segment, assignmentID int64) (numbers []int64, unknown []string, err error) {
	err = a.store.Read(ctx, s.AccountID, func(r *store.Snapshot) (err error) {
		numbers, unknown, err = chosen.find(r, assignmentID)
		return err
	})
	return numbers, unknown, err
}

// AddCustomer puts one customer into a campaign; where it is in it already, nothing.
func (a *App) AddCustomer(ctx context.Context, s *auth.Session, at Place) error {
	_, err := a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		campaign, err := s.Campaign(at.CampaignID)
		if err != nil {
			return nil, err
		}
		request := CustomerRequest{AssignmentID: campaign.AssignmentID, CustomerID: at.CustomerID, Number: at.Number}
		customer, err := request.held(w)
		if err != nil {
			return nil, err
		}
		if customer.Anonymized {
			return nil, errNobodyToCall
		}
		_, err = addAll(w, s, campaign.ID, []int64{customer.Number})
		return &auth.Answer{}, err
	})
	return err
}

func addAll(w *store.Write, s *auth.Session, campaignID int64, numbers []int64) (added int, err error) {
	campaign, err := s.Campaign(campaignID)
	if err != nil {
		return 0, err
	}
	rules := s.Setup.Rules(campaign)
	to, err := rules.Begin(s.User, w.Now)
	if err != nil {
		return 0, err
	}
	moves := make([]*store.Move, len(numbers))
	for i, number := range numbers {
		moves[i] = &store.Move{Number: number, StateID: to.StateID, At: to.ChangedAt, Status: to.Status}
	}
	return w.AddToCampaign(campaign, rules.Products, moves...)
}

func segmentAnswer(added, already int, unknown []string) []byte {
	answer := fmt.Appendf(nil, `{"added":%d,"already":%d,"unknown":[`, added, already)
	for i, id := range unknown {
		if i > 0 {
			answer = append(answer, ',')
		}
		answer = callflow.AppendJSONString(answer, id)
	}
	return append(answer, "]}"...)
}

func decodeSegment(s *auth.Session, campaign *callflow.Campaign, members []Member) (*segment, error) {
	b := newBody("Adding customers", members, s.Setup.Location)
	chosen := &segment{ids: b.texts("customer_ids")}
	where := b.object("where")
	switch given := b.has("customer_ids"); {
	case given == b.has("where"):
		b.note("customer_ids", "or where must be given, and not both: which customers are added?")
	case len(chosen.ids) > mostIDs:
		b.note("customer_ids", "names %d customers. Send at most %d at a time, or choose them by where.", len(chosen.ids), mostIDs)
	case given && len(chosen.ids) == 0 && len(*b.wrong) == 0:
		b.note("customer_ids", "names nobody. Give at least one crm__customer_id.")
	case !given && len(*b.wrong) == 0 && (where == nil || len(where.members) == 0):
		b.note("where", "is empty, which would add every customer of the assignment. Name at least one value.")
	}
	slices.Sort(chosen.ids)
	chosen.ids = slices.Compact(chosen.ids)
	if where != nil && len(where.members) > mostConditions {
		return nil, callflow.InvalidField("where", fmt.Sprintf("where has more than %d values.", mostConditions))
	}
	if where != nil {
		chosen.readWhere(where, s.Setup.Fields[campaign.AssignmentID])
	}
	return chosen, b.err()
}

func (g *segment) readWhere(b *body, fields []callflow.Field) {
	for _, member := range b.members {
		_, _ = b.value(member.Name)
		if string(member.Value) == "null" {
			b.note(member.Name, `is null, which is no value. "" stands for customers that have none.`)
			continue
		}
		wanted, err := conditionOf(member, fields)
		if err != nil {
			*b.wrong = append(*b.wrong, callflow.FieldError{Field: b.prefix + member.Name, Message: err.Error()})
			continue
		}
		g.where = append(g.where, wanted)
	}
}

func conditionOf(member Member, fields []callflow.Field) (condition, error) {
	if member.Name == callflow.KeyCustomerID {
		id, err := textOf(member)
		return condition{customerID: &id}, err
	}
	for i := range callflow.StandardFields {
		if callflow.StandardFields[i].Key == member.Name {
			text, err := textOf(member)
			return condition{tag: callflow.StandardTag(i), value: callflow.TextValue(text)}, err
		}
	}
	if member.Name == callflow.KeySegment {
		text, err := textOf(member)
		return condition{tag: callflow.SegmentTag, value: callflow.TextValue(text)}, err
	}
	for i := range fields {
		if fields[i].LookupID() == member.Name {
			value, err := customValue(&fields[i], member)
			return condition{tag: callflow.CustomTag(fields[i].ID), value: value, field: &fields[i]}, err
		}
	}
	return condition{}, unknownMember(member.Name, fields)
}

// find gives the numbers of the customers that are meant, ascending, and the ids that are nobody's.
func (g *segment) find(r *store.Snapshot, assignmentID int64) (numbers []int64, unknown []string, err error) {
	unknown = []string{}
	for _, id := range g.ids {
		number, ok, err := r.NumberOf(assignmentID, id)
		if err != nil {
			return nil, nil, err
		}
		if !ok {
			unknown = append(unknown, id)
			continue
		}
		numbers = append(numbers, number)
	}
	slices.Sort(numbers) // rows are written in the order in which they lie
	if len(g.where) == 0 {
		return withoutAnonymized(r, assignmentID, numbers, unknown)
	}
	err = r.EachCustomer(assignmentID, func(row *callflow.StatusRow) {
		if g.fits(row) && !callflow.IsAnonymizedCard(row.Card) {
			numbers = append(numbers, row.Number)
		}
	})
	return numbers, unknown, err
}

// withoutAnonymized takes out those who were anonymised: their ids are nobody's, and there is nobody to call.
func withoutAnonymized(r *store.Snapshot, assignmentID int64, numbers []int64, unknown []string) ([]int64, []string, error) {
	anonymized := make(map[int64]bool)
	err := r.EachCustomerOf(assignmentID, numbers, func(row *callflow.StatusRow) {
		if callflow.IsAnonymizedCard(row.Card) {
			anonymized[row.Number] = true
			unknown = append(unknown, string(row.CustomerID))
		}
	})
	slices.Sort(unknown)
	return slices.DeleteFunc(numbers, func(number int64) bool { return anonymized[number] }), unknown, err
}

func (g *segment) fits(row *callflow.StatusRow) bool {
	for i := range g.where {
		c := &g.where[i]
		if c.customerID != nil {
			if string(row.CustomerID) != *c.customerID {
				return false
			}
			continue
		}
		if held := callflow.FindPacked(row.Card, c.tag); string(held) != string(c.value) && (c.field == nil || !c.field.Same(callflow.Value(held), c.value)) {
			return false
		}
	}
	return true
}

// joined writes names as a list for a message.
func joined(names []string) string { return strings.Join(names, ", ") }
