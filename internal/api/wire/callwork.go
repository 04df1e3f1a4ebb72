package wire

import (
	"strconv"
	"time"

	"callflow"
	"callflow/internal/callwork"
	"callflow/internal/given"
)

// orNone leaves a value out that was sent as null.
func orNone[T any](o *Object, name string, value given.Value[T]) given.Value[T] {
	if _, ok := o.Raw(name); !ok {
		return given.Value[T]{}
	}
	return value
}

// ReadClaim reads how a claim is wanted.
func ReadClaim(members []Member, location *time.Location) *callwork.ClaimInput {
	o := NewObject("A claim", members, location)
	input := &callwork.ClaimInput{Lease: orNone(o, "lease", o.Integer("lease"))}
	input.Faults = o.Unknown()
	return input
}

// ReadSkip reads how a customer is skipped.
func ReadSkip(members []Member, location *time.Location) *callwork.SkipInput {
	o := NewObject("A skip", members, location)
	input := &callwork.SkipInput{Minutes: orNone(o, "minutes", o.Integer("minutes"))}
	reason := orNone(o, "reason", o.Text("reason"))
	input.Reason = given.Value[callwork.SkipReason]{V: callwork.SkipReason(reason.V), Set: reason.Set, Fault: reason.Fault}
	input.Faults = o.Unknown()
	return input
}

// ReadWithdrawal reads what is said of a withdrawal.
func ReadWithdrawal(members []Member, location *time.Location) *callwork.WithdrawInput {
	o := NewObject("A withdrawal", members, location)
	input := &callwork.WithdrawInput{Comment: o.Text("comment")}
	input.Faults = o.Unknown()
	return input
}

// ReadMove reads a change by hand.
func ReadMove(members []Member, location *time.Location) *callwork.MoveInput {
	o := NewObject("A change by hand", members, location)
	input := &callwork.MoveInput{State: o.Text("call_state"), Due: o.Time("due"), Comment: o.Text("comment")}
	input.Faults = o.Unknown()
	return input
}

// ReadOutcome reads what came of a call (contract, section 5).
func ReadOutcome(members []Member, location *time.Location) *callwork.OutcomeInput {
	o := NewObject("A registered outcome", members, location)
	input := &callwork.OutcomeInput{
		Type: o.Text("type"), Subtype: o.Text("subtype"), Comment: o.Text("comment"), CallbackAt: o.Time("callback_at"),
		Meeting: readMeeting(o), Products: readProducts(o),
	}
	input.Extra, input.Faults = readExtra(o)
	input.Faults = append(input.Faults, o.Unknown()...)
	return input
}

func readMeeting(o *Object) given.Value[callwork.MeetingInput] {
	below, fault := o.Object("meeting")
	if below == nil {
		return given.Value[callwork.MeetingInput]{Set: fault != "", Fault: fault}
	}
	meeting := callwork.MeetingInput{Agent: below.Text("agent"), From: below.Time("from"), To: below.Time("to")}
	meeting.Faults = below.Unknown()
	return given.Of(meeting)
}

func readProducts(o *Object) given.Value[[]callwork.SoldInput] {
	below, fault := o.Object("products")
	if below == nil {
		return given.Value[[]callwork.SoldInput]{Set: fault != "", Fault: fault}
	}
	sold := make([]callwork.SoldInput, len(below.members))
	for i, member := range below.members {
		sold[i] = callwork.SoldInput{Code: member.Name, Units: orNone(below, member.Name, below.Integer(member.Name))}
	}
	return given.Of(sold)
}

// ReadAddition reads which customers are put into a campaign.
func ReadAddition(members []Member, location *time.Location) *callwork.AddInput {
	o := NewObject("Adding customers", members, location)
	input := &callwork.AddInput{IDs: o.Texts("customer_ids"), Answer: encodeAdded}
	input.Where.Set = o.Has("where")
	where, fault := o.Object("where")
	input.Where.Fault = fault
	if where != nil {
		input.Where.V = Entries(where.members)
	}
	input.Faults = o.Unknown()
	return input
}

// encodeAdded writes what became of customers that were put into a campaign.
func encodeAdded(added *callwork.Added) []byte {
	body := []byte(`{"added":`)
	body = strconv.AppendInt(body, int64(added.Added), 10)
	body = strconv.AppendInt(append(body, `,"already":`...), int64(added.Already), 10)
	body = append(body, `,"unknown":[`...)
	for i, id := range added.Unknown {
		if i > 0 {
			body = append(body, ',')
		}
		body = callflow.AppendJSONString(body, id)
	}
	return append(body, "]}"...)
}
