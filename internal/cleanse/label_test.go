package cleanse_test

import (
	"testing"

	"callflow/internal/cleanse"
)

func TestLabelsThatLookTheSameAreOne(t *testing.T) {
	t.Parallel()
	for _, label := range []string{
		"født år", "FØDT ÅR", " Født  år ", "Født\u00a0år", "Født\u202får", "Født\u3000år\t", "F\u00adødt år", "\ufeffFødt\u200b år", "Født a\u030ar", "Født\r\når",
	} {
		if !cleanse.SameLabel("Født år", label) {
			t.Errorf("%q is another label", label)
		}
	}
	for _, label := range []string{"Fødtår", "Født ar", "Født-år", "Født år 2", ""} {
		if cleanse.SameLabel("Født år", label) {
			t.Errorf("%q is the same label", label)
		}
	}
}
