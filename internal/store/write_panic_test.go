package store_test

import (
	"strings"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

func TestAPanicInAWriteTellsWhereItWas(t *testing.T) {
	t.Parallel()
	s := testkit.NewStore(t)
	id, err := s.CreateAccount(t.Context(), callflow.Account{Name: "acme", TimeZone: "Europe/Oslo"})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Write(t.Context(), id, func(*store.Write) error { panic("a fault of the test") })
	if err == nil || !strings.Contains(err.Error(), "write_panic_test.go") {
		t.Errorf("the write says %v", err)
	}
	if callflow.ErrorCode(err) != callflow.Internal || strings.Contains(callflow.ErrorText(err), "goroutine") {
		t.Errorf("a caller is told %q", callflow.ErrorText(err))
	}
}
