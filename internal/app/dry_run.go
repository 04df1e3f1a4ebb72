package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// mostExamples bounds how many customers a dry run names.
const mostExamples = 100

// dryRun is what other rules would have made of a campaign's customers.
type dryRun struct {
	Customers int64         `json:"customers"`
	Elsewhere int64         `json:"elsewhere"`
	Moves     []dryMove     `json:"moves"`
	Examples  []*dryExample `json:"examples"`
}

type dryMove struct {
	From      string `json:"from"`
	To        string `json:"to"`
	Customers int64  `json:"customers"`
}

type dryExample struct {
	CustomerID string `json:"customer_id"`
	From       string `json:"from"`
	To         string `json:"to"`
	number     int64
}

// DryRun tells where a campaign's customers would stand if its rules had been others
// from the beginning. It changes nothing.
func (a *App) DryRun(ctx context.Context, s *auth.Session, campaignID int64, members []Member) (*auth.Report, error) {
	var report *auth.Report
	err := a.weighed(ctx, s, func(ctx context.Context) (err error) {
		report, err = a.dryRun(ctx, s, campaignID, members)
		return err
	})
	return report, err
}

func (a *App) dryRun(ctx context.Context, s *auth.Session, campaignID int64, members []Member) (*auth.Report, error) {
	return a.Report(ctx, s, func(r *store.Snapshot, s *auth.Session) ([]byte, error) {
		campaign, err := s.Campaign(campaignID)
		if err != nil {
			return nil, err
		}
		present := s.Setup.Rules(campaign)
		changed, err := decodeRules(&scope{Session: s, owner: campaign.ID}, present, members)
		if err != nil {
			return nil, err
		}
		if err := heavyFrom(ctx, r.Seq, heavyChanges); err != nil {
			return nil, err
		}
		followed := newReplay(present, changed)
		if err := r.EachMove(campaign.ID, followed.follow); err != nil {
			return nil, err
		}
		result := compared(followed, present.States)
		if err := result.nameExamples(r, campaign); err != nil {
			return nil, err
		}
		return auth.EncodeBody(result)
	})
}

// compared counts the customers who end elsewhere: the largest moves first.
func compared(followed *replay, states []callflow.State) *dryRun {
	names := make(map[int64]string, len(states))
	for i := range states {
		names[states[i].ID] = states[i].Name
	}
	result := &dryRun{Moves: []dryMove{}, Examples: []*dryExample{}}
	moves := make(map[[2]int64]int64)
	followed.each(func(number int64, at *course) {
		result.Customers++
		from, to := at.present.stateID, at.changed.stateID
		if from == to {
			return
		}
		result.Elsewhere++
		moves[[2]int64{from, to}]++
		if len(result.Examples) < mostExamples {
			result.Examples = append(result.Examples, &dryExample{From: names[from], To: names[to], number: number})
		}
	})
	for move, customers := range moves {
		result.Moves = append(result.Moves, dryMove{names[move[0]], names[move[1]], customers})
	}
	slices.SortFunc(result.Moves, func(x, y dryMove) int {
		return cmp.Or(cmp.Compare(y.Customers, x.Customers), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	return result
}

func (d *dryRun) nameExamples(r *store.Snapshot, campaign *callflow.Campaign) error {
	var batch store.Batch
	for _, example := range d.Examples {
		if err := r.CustomerByNumber(campaign.AssignmentID, example.number, &batch); err != nil {
			return err
		}
		example.CustomerID = string(batch.Rows[0].CustomerID)
	}
	return nil
}

// decodeRules reads what would be changed, and gives the rules as they would be.
func decodeRules(c *scope, present *callflow.Rules, members []Member) (*callflow.Rules, error) {
	b := newBody("A dry run", members, c.Setup.Location)
	changed := *present
	changed.MaxAttempts = b.integer("max_attempts", present.MaxAttempts)
	if changed.MaxAttempts < 0 {
		b.note("max_attempts", "can't be negative; 0 means no limit.")
	}
	changed.States, changed.Outcomes = slices.Clone(present.States), slices.Clone(present.Outcomes)
	for _, state := range b.objects("call_states") {
		readChangedKind(state, changed.States)
	}
	outcomes := b.objects("outcomes")
	if !b.has("max_attempts") && !b.has("outcomes") && !b.has("call_states") {
		return nil, callflow.InvalidField("outcomes", "Give at least one of max_attempts, outcomes and call_states: what would be changed.")
	}
	named := make(map[int64]string) // changed outcomes, and where the body names them
	for _, object := range outcomes {
		if outcome := readChangedOutcome(c, object, changed.Outcomes); outcome != nil {
			named[outcome.ID] = object.prefix
		}
	}
	if err := b.err(); err != nil {
		return nil, err
	}
	return &changed, checkRules(present, &changed, named)
}

// objects gives the objects of a list.
func (b *body) objects(name string) []*body {
	value, ok := b.value(name)
	var list []json.RawMessage
	if ok && json.Unmarshal(value, &list) != nil {
		b.note(name, "must be a list of objects.")
	}
	objects := make([]*body, 0, len(list))
	for i, item := range list {
		place := fmt.Sprintf("%s[%d]", name, i)
		members, err := ParseObject(item)
		if err != nil {
			b.note(place, "must be an object.")
			continue
		}
		objects = append(objects, &body{what: b.what, prefix: b.prefix + place + ".", members: members, location: b.location, wrong: b.wrong})
	}
	return objects
}

func readChangedKind(b *body, states []callflow.State) {
	defer b.finish()
	name, kind := b.text("name"), callflow.StateKind(b.text("kind"))
	state := callflow.StateNamed(states, name)
	if state == nil {
		b.note("name", "%s", unknownStateHere(name, states))
		return
	}
	if !kind.Valid() {
		b.note("kind", "must be one of ready, scheduled, hold, done, excluded.")
		return
	}
	state.Kind = kind
}

// readChangedOutcome finds the outcome that an object names, and changes what else it gives; nil where it names none.
func readChangedOutcome(c *scope, b *body, outcomes []callflow.Outcome) *callflow.Outcome {
	defer b.finish()
	kind, subtype := b.text("type"), b.text("subtype")
	outcome, err := callflow.FindOutcome(outcomes, kind, subtype)
	if err != nil {
		b.note("type", "and subtype must name an outcome. %s", callflow.ErrorText(err))
		b.known = append(b.known, b.names()...)
		return nil
	}
	readOutcome(c, b, outcome)
	return outcome
}

// names are those of the members that were sent.
func (b *body) names() []string {
	names := make([]string, len(b.members))
	for i := range b.members {
		names[i] = b.members[i].Name
	}
	return names
}

// checkRules refuses rules that could not be set up: an outcome that is changed must fit,
// and a call state's new kind must not spoil one that fits now.
func checkRules(present, changed *callflow.Rules, named map[int64]string) error {
	var wrong []callflow.FieldError
	for i := range changed.Outcomes {
		outcome := &changed.Outcomes[i]
		prefix, isNamed := named[outcome.ID]
		if !isNamed && present.Outcomes[i].Validate(present.States) != nil {
			continue
		}
		var problem *callflow.Error
		if !errors.As(outcome.Validate(changed.States), &problem) {
			continue
		}
		if !isNamed {
			message := fmt.Sprintf("The outcome %q would no longer fit. %s", outcomeName(outcome), problem.Text())
			wrong = append(wrong, callflow.FieldError{Field: "call_states", Message: message})
			continue
		}
		for _, field := range problem.Fields {
			wrong = append(wrong, callflow.FieldError{Field: prefix + field.Field, Message: field.Message})
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return &callflow.Error{Code: callflow.Invalid, Message: wrong[0].Message, Fields: wrong}
}
