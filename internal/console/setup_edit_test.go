package console

import (
	"net/url"
	"testing"
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
