package wire_test

import (
	"reflect"
	"testing"
	"time"

	"callflow/internal/api/wire"
	"callflow/internal/callwork"
	"callflow/internal/given"
)

func members(t *testing.T, body string) []wire.Member {
	t.Helper()
	read, err := wire.ParseObject([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func TestAnOutcomeIsReadWithAllThatIsWrongInItsPlace(t *testing.T) {
	t.Parallel()
	input := wire.ReadOutcome(members(t, `{"type":"Lead","comment":7,"callback_at":"1970-01-01 00:01","meeting":{"agent":null,"where":"here"},
		"products":{"PROD1":2,"PROD2":"two","PROD3":null},"extra":{"a":1.50,"b":[]},"coment":""}`), time.UTC)
	want := &callwork.OutcomeInput{
		Type: given.Of("Lead"), Comment: given.Value[string]{Set: true, Fault: "must be a string."}, CallbackAt: given.Of[int64](60_000),
		Meeting: input.Meeting,
		Products: given.Of([]callwork.SoldInput{
			{Code: "PROD1", Units: given.Of[int64](2)}, {Code: "PROD2", Units: given.Value[int64]{Set: true, Fault: "must be a whole number."}}, {Code: "PROD3"},
		}),
		Extra: input.Extra, Faults: input.Faults,
	}
	if !reflect.DeepEqual(input, want) {
		t.Errorf("read %+v, want %+v", input, want)
	}
	if input.Extra != `{"a":1.50}` {
		t.Errorf("the further values are %s", input.Extra)
	}
	if len(input.Meeting.V.Faults) != 1 || input.Meeting.V.Faults[0].Field != "meeting.where" || !input.Meeting.V.Agent.Set {
		t.Errorf("the meeting is %+v", input.Meeting)
	}
	if len(input.Faults) != 2 || input.Faults[0].Field != "extra.b" || input.Faults[1].Message != `A registered outcome has no member "coment". Did you mean "comment"?` {
		t.Errorf("wrong besides: %+v", input.Faults)
	}
}

func TestWhatIsNullIsGivenWhereThatUnsetsItAndLeftOutElse(t *testing.T) {
	t.Parallel()
	if move := wire.ReadMove(members(t, `{"due":null}`), time.UTC); !move.Due.Set || move.Due.V != 0 || move.Comment.Set {
		t.Errorf("a move is read as %+v", move)
	}
	if claim := wire.ReadClaim(members(t, `{"lease":null}`), time.UTC); claim.Lease.Set || claim.Faults != nil {
		t.Errorf("a claim is read as %+v", claim)
	}
	added := wire.ReadAddition(members(t, `{"where":{"a":"x","b":1.50,"c":null,"d":{}}}`), time.UTC)
	want := []given.Entry{{Key: "a", Text: "x"}, {Key: "b", Text: "1.50", Form: given.Literal}, {Key: "c", Form: given.Null}, {Key: "d", Form: given.Nested}}
	if !reflect.DeepEqual(added.Where, given.Of(want)) || added.IDs.Set {
		t.Errorf("customers to add are read as %+v", added)
	}
}
