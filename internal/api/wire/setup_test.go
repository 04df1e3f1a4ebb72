package wire_test

import (
	"slices"
	"testing"
	"time"

	"callflow/internal/api/wire"
	"callflow/internal/given"
	"callflow/internal/setup"
)

func TestAnEditIsReadByTheNamesOfItsValues(t *testing.T) {
	t.Parallel()
	edit, ok := wire.ReadEdit(setup.Outcomes, members(t, `{"requires":["comment"],"type":null,"id":null,"max_attempts":"3","counts":true}`), time.UTC).(*setup.OutcomeEdit)
	if !ok {
		t.Fatal("an outcome is read as something else")
	}
	if !slices.Equal(edit.Requires.V, []string{"comment"}) || !edit.Type.Set || edit.ID.Set || edit.Subtype.Set {
		t.Errorf("read %+v", edit)
	}
	if want := (given.Value[int64]{Set: true, Fault: "must be a whole number."}); edit.MaxAttempts != want {
		t.Errorf("a text for a number is read as %+v", edit.MaxAttempts)
	}
	if len(edit.Faults) != 1 || edit.Faults[0].Field != "counts" || !slices.Equal(edit.Order, []string{"requires", "type", "id", "max_attempts", "counts"}) {
		t.Errorf("wrong besides: %+v, in the order %q", edit.Faults, edit.Order)
	}
}

func TestAThingIsWrittenValueByValue(t *testing.T) {
	t.Parallel()
	thing := setup.Thing{{Name: "id", Value: int64(7)}, {Name: "name", Value: "<Å>"}, {Name: "on", Value: true}, {Name: "choices", Value: []string{}}}
	if got, want := string(wire.EncodeThings([]setup.Thing{thing, {}})), `[{"id":7,"name":"<Å>","on":true,"choices":[]},{}]`; got != want {
		t.Errorf("written as %s, want %s", got, want)
	}
}

func TestADryRunIsReadObjectByObject(t *testing.T) {
	t.Parallel()
	input := wire.ReadDryRun(members(t, `{"max_attempts":null,"call_states":[{"name":"Ready","kind":"hold"},5],"outcomes":[{"type":"Lead","id":3}]}`), time.UTC)
	if input.MaxAttempts.Set || !input.Named || len(input.States.V) != 2 || input.States.V[1] != nil || input.States.V[0].Kind != given.Of("hold") {
		t.Errorf("read %+v", input)
	}
	if len(input.Outcomes.V) != 1 || len(input.Outcomes.V[0].Faults) != 1 || input.Outcomes.V[0].Faults[0].Field != "outcomes[0].id" {
		t.Errorf("an outcome with an id is read as %+v", input.Outcomes.V)
	}
}
