package importer

import (
	"errors"
	"strings"
	"testing"

	"callflow"
)

func TestOnlyAColumnsOwnFaultIsToldAsAFaultOfTheColumn(t *testing.T) {
	t.Parallel()
	field := &callflow.Field{Key: "Farge"}
	for _, code := range []callflow.Code{callflow.Invalid, callflow.Conflict} {
		err := noField(field, &callflow.Error{Code: code, Message: "It is taken."})
		if callflow.ErrorCode(err) != callflow.Invalid || !strings.Contains(callflow.ErrorText(err), `the column "Farge": It is taken.`) {
			t.Errorf("%s is told as %v", code, err)
		}
	}
	broken := errors.New("the disk said no")
	if err := noField(field, broken); !errors.Is(err, broken) || callflow.ErrorCode(err) != callflow.Internal {
		t.Errorf("a failing disk is told as %v", err)
	}
}
