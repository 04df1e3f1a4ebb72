package setup

import (
	"maps"
	"slices"

	"callflow"
)

// replay follows a campaign's log under its present rules and under changed ones, side
// by side: what differs at the end is what the change would have done.
type replay struct {
	present, changed *ruleset
	blocks           map[int64]*[replayBlock]course // by number / replayBlock
	name             []byte
}

// replayBlock is how many customers' courses lie together: there may be millions.
const replayBlock = 1024

// course is where a customer stands under each set of rules.
type course struct {
	present, changed stand
	attempts         int32 // as the log has them
}

// stand is what the rules look at. No call state: not in the campaign.
type stand struct {
	stateID  int64
	attempts int32
}

// ruleset is rules with what a replay asks them for each change.
type ruleset struct {
	*callflow.Rules
	outcomes map[string]*callflow.Outcome // by what the log names them by
	final    map[int64]bool               // by call state
}

func newRuleset(rules *callflow.Rules) *ruleset {
	set := &ruleset{Rules: rules, outcomes: make(map[string]*callflow.Outcome), final: make(map[int64]bool)}
	for i := range rules.Outcomes {
		set.outcomes[string(rules.Outcomes[i].AppendName(nil))] = &rules.Outcomes[i]
	}
	for i := range rules.States {
		set.final[rules.States[i].ID] = rules.States[i].Kind.Final()
	}
	return set
}

func newReplay(present, changed *callflow.Rules) *replay {
	return &replay{present: newRuleset(present), changed: newRuleset(changed), blocks: make(map[int64]*[replayBlock]course)}
}

// follow takes one change of the log.
func (p *replay) follow(c *callflow.Change) {
	at := p.courseOf(c.Number)
	made := int32(c.Attempts) - at.attempts
	at.attempts = int32(c.Attempts)
	switch c.What {
	case callflow.Added:
		at.present = stand{c.ToState, at.attempts}
		at.changed = at.present
	case callflow.Removed:
		*at = course{}
	case callflow.Moved:
		at.present.recorded(c, made)
		at.changed.recorded(c, made)
	case callflow.Withdrew: // the outcome was left out where it was registered
	case callflow.Registered:
		if c.WithdrawnBy != 0 {
			return
		}
		p.name = c.AppendOutcomeName(p.name[:0])
		p.present.register(&at.present, c, p.name, made)
		p.changed.register(&at.changed, c, p.name, made)
	case callflow.CustomerSet: // moves nobody
	}
}

func (p *replay) courseOf(number int64) *course {
	block := p.blocks[number/replayBlock]
	if block == nil {
		block = new([replayBlock]course)
		p.blocks[number/replayBlock] = block
	}
	return &block[number%replayBlock]
}

// recorded goes where the log says, with as many attempts more as it says.
func (at *stand) recorded(c *callflow.Change, made int32) {
	at.stateID = c.ToState
	at.attempts += made
}

// nobody registers what is replayed: who did makes no difference.
var nobody = &callflow.User{}

// register goes where the outcome leads. When to call again is left out: it moves
// nobody to another call state.
func (s *ruleset) register(at *stand, c *callflow.Change, name []byte, made int32) {
	if s.final[at.stateID] { // the call would not have been made
		return
	}
	outcome := s.outcomes[string(name)]
	if outcome == nil {
		at.recorded(c, made)
		return
	}
	from := callflow.Standing{StateID: at.stateID, Attempts: int64(at.attempts)}
	to := s.After(&from, &callflow.Registration{Outcome: outcome, User: nobody, At: c.At})
	at.stateID, at.attempts = to.StateID, int32(to.Attempts)
}

// each shows where every customer of the campaign stands, in the order of their numbers.
func (p *replay) each(show func(number int64, at *course)) {
	for _, block := range slices.Sorted(maps.Keys(p.blocks)) {
		for i := range p.blocks[block] {
			if at := &p.blocks[block][i]; at.present.stateID != 0 {
				show(block*replayBlock+int64(i), at)
			}
		}
	}
}
