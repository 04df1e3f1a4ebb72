package setup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/callwork"
	"callflow/internal/given"
	"callflow/internal/heavy"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
	"callflow/internal/store/statuslist"
)

// mostExamples bounds how many customers a dry run names.
const mostExamples = 100

// DryRunInput is what would be changed of a campaign's rules. At least one of its values is given.
type DryRunInput struct {
	Named       bool               // most attempts were named, though nothing was given for them
	MaxAttempts given.Value[int64] // 0 for no limit; what is not given stays
	States      given.Value[[]*KindInput]
	Outcomes    given.Value[[]*OutcomeEdit] // each of the outcome that its type and subtype name
	Faults      []callflow.FieldError       // what else the door found wrong, told last
}

// KindInput gives a call state another kind. In a list, nil stands for what is no call state.
type KindInput struct {
	Name, Kind given.Value[string]
	Faults     []callflow.FieldError
}

// DryRun is what other rules would have made of a campaign's customers.
type DryRun struct {
	Customers int64
	Elsewhere int64
	Moves     []DryMove     // the largest first
	Examples  []*DryExample // of customers who would stand elsewhere
}

// DryMove is how many customers would stand in another call state.
type DryMove struct {
	From, To  string
	Customers int64
}

// DryExample is a customer who would stand elsewhere.
type DryExample struct {
	CustomerID string
	From, To   string
	number     int64
}

// DryRun tells where a campaign's customers would stand if its rules had been others
// from the beginning. It changes nothing.
func (a *Service) DryRun(ctx context.Context, s *auth.Session, campaignID int64, input *DryRunInput) (result *DryRun, moment auth.Moment, err error) {
	err = a.places.Weigh(ctx, s, func(ctx context.Context) error {
		return a.authority.Read(ctx, s, func(r *store.Snapshot, s *auth.Session) error {
			moment = r.Moment
			result, err = input.run(ctx, r, s, campaignID)
			return err
		})
	})
	return result, moment, err
}

func (in *DryRunInput) run(ctx context.Context, r *store.Snapshot, s *auth.Session, campaignID int64) (*DryRun, error) {
	campaign, err := s.Campaign(campaignID)
	if err != nil {
		return nil, err
	}
	present := s.Setup.Rules(campaign)
	changed, err := in.rules(&scope{Session: s, owner: campaign.ID}, present)
	if err != nil {
		return nil, err
	}
	if err := heavy.Check(ctx, r.Seq, heavy.Changes); err != nil {
		return nil, err
	}
	followed := newReplay(present, changed)
	if err := changelog.EachMove(r, campaign.ID, followed.follow); err != nil {
		return nil, err
	}
	result := compared(followed, present.States)
	return result, result.nameExamples(r, campaign)
}

// compared counts the customers who end elsewhere: the largest moves first.
func compared(followed *replay, states []callflow.State) *DryRun {
	names := make(map[int64]string, len(states))
	for i := range states {
		names[states[i].ID] = states[i].Name
	}
	result := &DryRun{}
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
			result.Examples = append(result.Examples, &DryExample{From: names[from], To: names[to], number: number})
		}
	})
	for move, customers := range moves {
		result.Moves = append(result.Moves, DryMove{names[move[0]], names[move[1]], customers})
	}
	slices.SortFunc(result.Moves, func(x, y DryMove) int {
		return cmp.Or(cmp.Compare(y.Customers, x.Customers), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	return result
}

func (d *DryRun) nameExamples(r *store.Snapshot, campaign *callflow.Campaign) error {
	var batch statuslist.Batch
	for _, example := range d.Examples {
		if err := r.CustomerByNumber(campaign.AssignmentID, example.number, &batch); err != nil {
			return err
		}
		example.CustomerID = string(batch.Rows[0].CustomerID)
	}
	return nil
}

// rules are the present ones with what would be changed.
func (in *DryRunInput) rules(c *scope, present *callflow.Rules) (*callflow.Rules, error) {
	f := faults{given.NewFaults()}
	changed := *present
	if in.MaxAttempts.Set {
		changed.MaxAttempts = given.Take(f.Faults, "max_attempts", in.MaxAttempts)
	}
	if changed.MaxAttempts < 0 {
		f.Note("max_attempts", "can't be negative; 0 means no limit.")
	}
	changed.States, changed.Outcomes = slices.Clone(present.States), slices.Clone(present.Outcomes)
	for place, state := range eachObject(f, "call_states", in.States) {
		state.change(faults{f.Below(place + ".")}, changed.States)
	}
	outcomes := eachObject(f, "outcomes", in.Outcomes)
	if !in.Named && !in.MaxAttempts.Set && !in.Outcomes.Set && !in.States.Set {
		return nil, callflow.InvalidField("outcomes", "Give at least one of max_attempts, outcomes and call_states: what would be changed.")
	}
	named := make(map[int64]string) // changed outcomes, and where the input names them
	for place, edit := range outcomes {
		if outcome := changeOutcome(c, faults{f.Below(place + ".")}, edit, changed.Outcomes); outcome != nil {
			named[outcome.ID] = place + "."
		}
	}
	f.Add(in.Faults...)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return &changed, checkRules(present, &changed, named)
}

// eachObject goes through what a list holds, by its place; what is nil is no object, which is noted before.
func eachObject[T any](f faults, name string, list given.Value[[]*T]) iter.Seq2[string, *T] {
	objects := given.Take(f.Faults, name, list)
	for i := range objects {
		if objects[i] == nil {
			f.Note(placeIn(name, i), "must be an object.")
		}
	}
	return func(yield func(string, *T) bool) {
		for i := range objects {
			if objects[i] != nil && !yield(placeIn(name, i), objects[i]) {
				return
			}
		}
	}
}

func placeIn(name string, i int) string { return fmt.Sprintf("%s[%d]", name, i) }

func (in *KindInput) change(f faults, states []callflow.State) {
	defer func() { f.Add(in.Faults...) }()
	name, kind := given.Take(f.Faults, "name", in.Name), callflow.StateKind(given.Take(f.Faults, "kind", in.Kind))
	state := callflow.StateNamed(states, name)
	if state == nil {
		f.Note("name", "%s", callwork.UnknownState(name, states))
		return
	}
	if !kind.Valid() {
		f.Note("kind", "must be one of ready, scheduled, hold, done, excluded.")
		return
	}
	state.Kind = kind
}

// changeOutcome finds the outcome that an edit names, and changes what else it says; nil where it names none.
func changeOutcome(c *scope, f faults, edit *OutcomeEdit, outcomes []callflow.Outcome) *callflow.Outcome {
	kind, subtype := given.Take(f.Faults, "type", edit.Type), given.Take(f.Faults, "subtype", edit.Subtype)
	outcome, err := callflow.FindOutcome(outcomes, kind, subtype)
	if err != nil {
		f.Note("type", "and subtype must name an outcome. %s", callflow.ErrorText(err))
		return nil
	}
	readOutcome(c, f, edit, outcome)
	f.Add(edit.Faults...)
	return outcome
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
