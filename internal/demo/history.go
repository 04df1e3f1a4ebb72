package demo

import (
	"math/rand/v2"
	"time"

	"callflow"
	"callflow/internal/store"
)

// Times of a history. Gaps are working time; added up, the longest history ends
// before the last working day does.
const (
	mostSteps   = 4
	shortestGap = 3 * time.Hour
	longestGap  = workingTime / 26
	// lastAdded leaves room for the longest history.
	lastAdded = workingTime - (mostSteps+1)*longestGap
)

const quarter = 15 * time.Minute

// step is one change of a callflow customer after it was added. Times are
// milliseconds since 1970. Steps wait in memory for their turn: they stay small.
type step struct {
	*outcome
	at       int64
	attempts int64
	user     string
	comment  string

	dueAt       int64
	meetingFrom int64 // 0 without a meeting, which takes an hour

	product int // by position
	units   int64
}

// histories invents what happened to callflow customers.
type histories struct {
	random *rand.Rand
	days   *calendar
}

// of invents the steps of a callflow customer that was added when so much
// working time had passed; none for most of those in Ready.
func (h *histories) of(added time.Duration) []step {
	steps := h.outcomes()
	attempts, worked := int64(0), added
	for i := range steps {
		worked += shortestGap + time.Duration(h.random.Int64N(int64(longestGap-shortestGap)))
		if !steps[i].byHand {
			attempts++
		}
		steps[i].at, steps[i].attempts = h.days.at(worked), attempts
		h.details(&steps[i])
	}
	h.promises(steps)
	return steps
}

// outcomes draws where a customer ends and which outcomes lead there.
func (h *histories) outcomes() []step {
	last := endingAt(h.random.IntN(1000))
	if last.state == ready {
		if h.random.IntN(5) > 0 {
			return nil
		}
		return h.unanswered(nil, 1+h.random.IntN(3))
	}
	steps := make([]step, 0, mostSteps)
	if tries := h.tries(); last.state == appointmentClosed {
		steps = h.unanswered(steps, min(tries, mostSteps-2))
		steps = append(steps, step{outcome: &appointed})
	} else {
		steps = h.tried(steps, tries)
	}
	return append(steps, step{outcome: &last.outcomes[h.random.IntN(len(last.outcomes))]})
}

// tries is how many calls settled nothing: fewer are more usual.
func (h *histories) tries() int {
	return min(h.random.IntN(mostSteps), h.random.IntN(mostSteps))
}

func (h *histories) unanswered(steps []step, count int) []step {
	for range count {
		steps = append(steps, step{outcome: &unanswered[h.random.IntN(len(unanswered))]})
	}
	return steps
}

// tried is unanswered with some who asked to be called again.
func (h *histories) tried(steps []step, count int) []step {
	steps = h.unanswered(steps, count)
	for i := range steps {
		if h.random.IntN(5) == 0 {
			steps[i].outcome = &postponed
		}
	}
	return steps
}

func (h *histories) details(s *step) {
	s.user = agents[h.random.IntN(len(agents))]
	if len(s.comments) > 0 && h.random.IntN(10) < 4 {
		s.comment = s.comments[h.random.IntN(len(s.comments))]
	}
	if s.outcome.product {
		s.product, s.units = h.random.IntN(len(products())), 1
		if h.random.IntN(6) == 0 {
			s.units += 1 + h.random.Int64N(3)
		}
	}
}

// promises dates the callbacks and meetings. One that was kept lies before the
// next step; one that is still open lies after today.
func (h *histories) promises(steps []step) {
	for i := range steps {
		s := &steps[i]
		kept := i+1 < len(steps)
		switch {
		case s.callback && kept:
			s.dueAt = wholeMinutes(steps[i+1].at, time.Minute)
		case s.callback:
			s.dueAt = h.ahead()
		case s.state == appointmentClosed:
			s.meetingFrom = steps[i-1].meetingFrom
		case s.meeting && kept:
			s.meetingFrom = wholeMinutes(steps[i+1].at-(90*time.Minute).Milliseconds(), quarter)
		case s.meeting:
			s.meetingFrom = h.ahead()
		}
	}
}

// ahead is a quarter of an hour on one of the next two weeks' working days.
func (h *histories) ahead() int64 {
	const quarters = int((workingDay - time.Hour) / quarter)
	return h.days.ahead(1+h.random.IntN(14), time.Duration(h.random.IntN(quarters))*quarter)
}

func wholeMinutes(ms int64, unit time.Duration) int64 { return ms - ms%unit.Milliseconds() }

// status is how the row stands after the step.
func (s *step) status(products []callflow.Product) callflow.Status {
	status := callflow.Status{User: s.user, Cause: s.cause(), Alternative: s.alternative, Comment: s.comment}
	if s.meetingFrom != 0 {
		status.MeetingAgent = s.user
		status.MeetingFrom, status.MeetingTo = s.meetingFrom, s.meetingFrom+time.Hour.Milliseconds()
	}
	if s.units != 0 {
		status.Products = map[int64]int64{products[s.product].ID: s.units}
	}
	return status
}

// registrar stands in details for who registered an outcome: the demo's agents are names, and no users have them.
const registrar = -1

// move is the step as the store writes it. Its detail tells what it is counted as: a change of the account's time zone counts it again.
func (s *step) move(j *journey) *store.Move {
	t := j.target
	move := &store.Move{
		CampaignID: t.campaign.ID, Number: j.number, StateID: t.states[s.state], Attempts: s.attempts,
		DueAt: s.dueAt, At: s.at, What: s.what(), Status: s.status(t.products),
		Hit: s.hit(), Decision: s.hit() || t.final[s.state],
	}
	if s.units != 0 {
		move.Detail.Products = map[int64]int64{t.products[s.product].ID: s.units}
	}
	if !s.byHand {
		move.Detail.UserID, move.Detail.Decision = registrar, move.Decision
		move.Detail.Meeting = s.meeting && s.state != appointmentClosed
	}
	return move
}
