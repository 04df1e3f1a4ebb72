package callwork

import (
	"context"
	"fmt"
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/customer"
	"callflow/internal/given"
	"callflow/internal/store"
)

// How much one request may name.
const (
	mostIDs        = 10000
	mostConditions = 100
)

// AddInput says which customers are put into a campaign: those with an id, or those whose values are the ones wanted.
type AddInput struct {
	IDs    given.Value[[]string]
	Where  given.Value[[]given.Entry]
	Faults []callflow.FieldError     // what else the door found wrong, told last
	Answer func(added *Added) []byte // writes the answer that is kept for a request that comes again; nil where nothing is sent
}

// Added is what became of customers that are put into a campaign.
type Added struct {
	Added   int
	Already int      // they were in it
	Unknown []string // ids that are nobody's in the assignment
}

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

// AddCustomers puts customers into a campaign, and tells how many were added, how many
// were in it already, and which ids the assignment does not know. Many are added in
// parts; to ask again after it was broken off adds the rest. What is told is nil where the answer is one that was kept.
func (a *Service) AddCustomers(ctx context.Context, s *auth.Session, campaignID int64, input *AddInput) (*Added, *auth.Answer, error) {
	campaign, err := s.Campaign(campaignID)
	if err != nil {
		return nil, nil, err
	}
	if answer, err := a.authority.KeptAnswer(ctx, s); answer != nil || err != nil {
		return nil, answer, err
	}
	chosen, err := input.segment(s.Setup.Fields[campaign.AssignmentID])
	if err != nil {
		return nil, nil, err
	}
	numbers, unknown, err := a.find(ctx, s, chosen, campaign.AssignmentID)
	if err != nil {
		return nil, nil, err
	}
	before, numbers, err := a.addParts(ctx, s, campaignID, numbers)
	if err != nil {
		return nil, nil, err
	}
	var told *Added
	answer, err := a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		n, err := addAll(w, s, campaignID, numbers)
		if err != nil {
			return nil, err
		}
		told = &Added{Added: before.Added + n, Already: before.Already + len(numbers) - n, Unknown: unknown}
		return input.answer(told), nil
	})
	return told, answer, err
}

func (in *AddInput) answer(told *Added) *auth.Answer {
	if in.Answer == nil {
		return &auth.Answer{}
	}
	return &auth.Answer{Body: in.Answer(told)}
}

// addParts adds all but the last of many customers, and gives what is left.
func (a *Service) addParts(ctx context.Context, s *auth.Session, campaignID int64, numbers []int64) (told Added, left []int64, err error) {
	part := *s
	part.Key = nil // the answer is kept with the last part
	for len(numbers) > addedTogether {
		n := 0
		_, err := a.authority.Write(ctx, &part, func(w *store.Write, s *auth.Session) (_ *auth.Answer, err error) {
			n, err = addAll(w, s, campaignID, numbers[:addedTogether])
			return &auth.Answer{}, err
		})
		if err != nil {
			return told, nil, err
		}
		told.Added, told.Already = told.Added+n, told.Already+addedTogether-n
		numbers = numbers[addedTogether:]
	}
	return told, numbers, nil
}

// find looks on one snapshot for the customers that are meant.
func (a *Service) find(ctx context.Context, s *auth.Session, chosen *segment, assignmentID int64) (numbers []int64, unknown []string, err error) {
	err = a.store.Read(ctx, s.AccountID, func(r *store.Snapshot) (err error) {
		numbers, unknown, err = chosen.find(r, assignmentID)
		return err
	})
	return numbers, unknown, err
}

// AddCustomer puts one customer into a campaign; where it is in it already, nothing.
func (a *Service) AddCustomer(ctx context.Context, s *auth.Session, at Place) error {
	_, err := a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		campaign, err := s.Campaign(at.CampaignID)
		if err != nil {
			return nil, err
		}
		request := customer.Request{AssignmentID: campaign.AssignmentID, CustomerID: at.CustomerID, Number: at.Number}
		held, err := request.Held(w)
		if err != nil {
			return nil, err
		}
		if held.Anonymized {
			return nil, errNobodyToCall
		}
		_, err = addAll(w, s, campaign.ID, []int64{held.Number})
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

// segment takes which customers are meant, of an assignment with these custom fields.
func (in *AddInput) segment(fields []callflow.Field) (*segment, error) {
	faults := given.NewFaults()
	chosen := &segment{ids: slices.Clone(given.Take(faults, "customer_ids", in.IDs))}
	where := given.Take(faults, "where", in.Where)
	switch {
	case in.IDs.Set == in.Where.Set:
		faults.Note("customer_ids", "or where must be given, and not both: which customers are added?")
	case len(chosen.ids) > mostIDs:
		faults.Note("customer_ids", "names %d customers. Send at most %d at a time, or choose them by where.", len(chosen.ids), mostIDs)
	case in.IDs.Set && len(chosen.ids) == 0 && !faults.Any():
		faults.Note("customer_ids", "names nobody. Give at least one crm__customer_id.")
	case !in.IDs.Set && !faults.Any() && len(where) == 0:
		faults.Note("where", "is empty, which would add every customer of the assignment. Name at least one value.")
	}
	slices.Sort(chosen.ids)
	chosen.ids = slices.Compact(chosen.ids)
	if len(where) > mostConditions {
		return nil, callflow.InvalidField("where", fmt.Sprintf("where has more than %d values.", mostConditions))
	}
	chosen.setConditions(faults, where, fields)
	faults.Add(in.Faults...)
	return chosen, faults.Err()
}

func (g *segment) setConditions(faults given.Faults, where []given.Entry, fields []callflow.Field) {
	for i := range where {
		name := "where." + where[i].Key
		if where[i].Form == given.Null {
			faults.Note(name, `is null, which is no value. "" stands for customers that have none.`)
			continue
		}
		wanted, err := conditionOf(&where[i], fields)
		if err != nil {
			faults.Add(callflow.FieldError{Field: name, Message: err.Error()})
			continue
		}
		g.where = append(g.where, wanted)
	}
}

func conditionOf(wanted *given.Entry, fields []callflow.Field) (condition, error) {
	if wanted.Key == callflow.KeyCustomerID {
		id, err := customer.TextOf(wanted)
		return condition{customerID: &id}, err
	}
	for i := range callflow.StandardFields {
		if callflow.StandardFields[i].Key == wanted.Key {
			text, err := customer.TextOf(wanted)
			return condition{tag: callflow.StandardTag(i), value: callflow.TextValue(text)}, err
		}
	}
	if wanted.Key == callflow.KeySegment {
		text, err := customer.TextOf(wanted)
		return condition{tag: callflow.SegmentTag, value: callflow.TextValue(text)}, err
	}
	if field := customer.FieldNamed(fields, wanted.Key); field != nil {
		value, err := customer.ValueOf(field, wanted)
		return condition{tag: callflow.CustomTag(field.ID), value: value, field: field}, err
	}
	return condition{}, customer.UnknownKey(wanted.Key, fields)
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
