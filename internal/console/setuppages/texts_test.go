package setuppages

import (
	"slices"
	"testing"

	"callflow/internal/callwork"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
)

func TestEveryTextOfTheKindsIsInTheCatalogue(t *testing.T) {
	t.Parallel()
	asked := slices.Concat(auditActions, auditNouns, auditWords)
	for _, kind := range Kinds {
		asked = append(asked, kind.texts.one, kind.texts.many, kind.texts.add, kind.texts.none, kind.texts.note)
		for _, m := range kind.members {
			asked = append(asked, m.label)
			if m.hint != "" {
				asked = append(asked, m.hint)
			}
			for _, word := range m.words {
				asked = append(asked, word.Text)
			}
		}
	}
	for _, label := range auditedOfAll {
		asked = append(asked, label)
	}
	for _, members := range auditedMembers {
		for _, label := range members {
			asked = append(asked, label)
		}
	}
	for _, reason := range callwork.SkipReasons {
		asked = append(asked, ui.SkipReasons[string(reason)])
	}
	for _, options := range [][]ui.Option{roles, mirrorCounts} {
		for _, o := range options {
			asked = append(asked, o.Text)
		}
	}
	for _, text := range asked {
		if !locale.Has(text) {
			t.Errorf("there is no Norwegian for %q", text)
		}
	}
}

func TestColumnsAndNamesOfAKindAreMembersOfIt(t *testing.T) {
	t.Parallel()
	for i := range Kinds {
		kind := &Kinds[i]
		for _, name := range append(kind.columns, kind.called...) {
			if kind.member(name) == nil {
				t.Errorf("%s has no member %s", kind.Name, name)
			}
		}
		for _, part := range kind.parts {
			if part.by != "" && kindNamed(part.kind).member(part.by) == nil {
				t.Errorf("%s has no member %s", part.kind, part.by)
			}
		}
	}
}
