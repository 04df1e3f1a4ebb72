package console

import (
	"net/url"
	"testing"

	"callflow/internal/console/ui"
)

func TestEveryMemberOfAFormIsAValueOfItsEdit(t *testing.T) {
	t.Parallel()
	for i := range setupKinds {
		kind := &setupKinds[i]
		for _, m := range kind.members {
			if !m.setIn(kind.noun.NewEdit(), url.Values{m.name: {"1"}}) {
				t.Errorf("%s: the edit has no value %q of that type", kind.name, m.name)
			}
		}
	}
}

func TestNoChoiceOfASetUpCountsAsTyped(t *testing.T) {
	t.Parallel()
	for i := range setupKinds {
		for _, member := range setupKinds[i].members {
			switch member.as {
			case asYes, asWord, asReference, asName, asWords:
				typedElsewhere := member.name == "type" // of an outcome
				if !typedElsewhere && !ui.Untyped.MatchString(member.name) {
					t.Errorf("the set-up of %s: the value %q counts as typed, and nobody types it", setupKinds[i].name, member.name)
				}
			case asText, asLongText, asLines, asNumber, asDate, asAmount:
			}
		}
	}
}
