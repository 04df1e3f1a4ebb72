package apidocs

import (
	"testing"

	"callflow/internal/console/templatecheck"
)

func TestTemplatesAskForNothingThatTheirPagesDoNotHave(t *testing.T) {
	t.Parallel()
	templatecheck.Room(t, map[string]any{"reference": &Shown{}}, map[[2]string]any{
		{"reference", "contents"}: &View{}, {"reference", "schemas"}: &View{}, {"reference", "before"}: &View{}, {"reference", "after"}: &View{},
	})
}
