package given_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"callflow"
	"callflow/internal/given"
)

// fieldsOf are the names of what an error says is wrong.
func fieldsOf(err error) (names []string) {
	var refused *callflow.Error
	if errors.As(err, &refused) {
		for _, field := range refused.Fields {
			names = append(names, field.Field)
		}
	}
	return names
}

func TestWhatTheDoorFoundIsToldInThePlaceOfItsValue(t *testing.T) {
	t.Parallel()
	faults := given.NewFaults()
	below := faults.Below("meeting.")
	_ = given.Take(below, "from", given.Time("soon", time.UTC))
	faults.Note("call_state", "is none of the campaign's.")
	if n := given.Take(faults, "units", given.Integer("two")); n != 0 {
		t.Errorf("units that are no number are %d", n)
	}
	if got, want := fieldsOf(faults.Err()), []string{"meeting.from", "call_state", "units"}; !slices.Equal(got, want) {
		t.Errorf("it tells %q, want %q", got, want)
	}
	if !below.Noted("from") || faults.Noted("from") || !faults.Noted("meeting.from") {
		t.Error("a fault is known under another name than it is told")
	}
}

func TestNothingWrongIsNoError(t *testing.T) {
	t.Parallel()
	faults := given.NewFaults()
	if at := given.Take(faults, "due", given.Time("", time.UTC)); at != 0 || faults.Err() != nil {
		t.Errorf("no time is %d, %v", at, faults.Err())
	}
	if n := given.Take(faults, "units", given.Integer("12")); n != 12 || faults.Any() {
		t.Errorf("12 is %d, %v", n, faults.Err())
	}
}

func TestAWordThatThereIsNotIsRefusedWithTheNearest(t *testing.T) {
	t.Parallel()
	type reason string
	faults, word := given.NewFaults(), reason("")
	given.Words[reason]{"language", "other"}.Take(faults, "reason", given.Of[reason]("langage"), &word)
	const want = `reason must be one of language, other. Did you mean "language"?`
	if got := callflow.ErrorText(faults.Err()); got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}

func TestNamesThatNobodyAskedForAreToldUpToTwenty(t *testing.T) {
	t.Parallel()
	names := []string{"comment"}
	for i := range 30 {
		names = append(names, fmt.Sprint("x", i))
	}
	refused := given.Unknown("A skip", "", names, []string{"comment"})
	if len(refused) != 20 || refused[0].Field != "x0" || refused[0].Message != `A skip has no member "x0". The members are: comment.` {
		t.Errorf("%d are told, the first is %+v", len(refused), refused[0])
	}
}

func TestBytesThatAreNoTextAreShownAsSuch(t *testing.T) {
	t.Parallel()
	if got := given.Typed("a\xff\xfeb").V; got != "a\uFFFD\uFFFDb" {
		t.Errorf("%q", got)
	}
}
