package customerpages

import (
	"testing"

	"callflow/internal/console/templatecheck"
)

func TestTemplatesOfCustomersAskForNothingThatTheirPagesDoNotHave(t *testing.T) {
	t.Parallel()
	templatecheck.Room(t, map[string]any{"customer": &customerView{}, "customer_form": &customerForm{}}, nil)
}
