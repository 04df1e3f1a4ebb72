package ui_test

import (
	"testing"

	"callflow/internal/console/templatecheck"
	"callflow/internal/console/ui"
)

func TestTemplatesAskForNothingThatTheirPagesDoNotHave(t *testing.T) {
	t.Parallel()
	templatecheck.Room(t, map[string]any{"error": &ui.ErrorPage{}, "sure": &ui.SureForm{}}, nil)
}
