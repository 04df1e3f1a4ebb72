package setuppages

import (
	"net/url"
	"testing"

	"callflow/internal/console/ui"
)

func TestEveryMemberOfAFormIsAValueOfItsEdit(t *testing.T) {
	t.Parallel()
	for i := range Kinds {
		kind := &Kinds[i]
		for _, m := range kind.members {
			if !m.setIn(kind.noun.NewEdit(), url.Values{m.name: {"1"}}) {
				t.Errorf("%s: the edit has no value %q of that type", kind.Name, m.name)
			}
		}
	}
}

func TestNoChoiceOfASetUpCountsAsTyped(t *testing.T) {
	t.Parallel()
	for i := range Kinds {
		for _, member := range Kinds[i].members {
			switch member.as {
			case asYes, asWord, asReference, asName, asWords:
				typedElsewhere := member.name == "type" // of an outcome
				if !typedElsewhere && !ui.Untyped.MatchString(member.name) {
					t.Errorf("the set-up of %s: the value %q counts as typed, and nobody types it", Kinds[i].Name, member.name)
				}
			case asText, asLongText, asLines, asNumber, asDate, asAmount:
			}
		}
	}
}
