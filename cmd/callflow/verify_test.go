package main

import (
	"bytes"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"callflow/internal/store"
	"callflow/internal/store/handout"
)

func TestVerifyNamesADifferenceAndFailsWhileAnotherProcessHasTheDatabaseOpen(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "x.db")
	run(t, "account", "create", "acme", "--db", db)
	run(t, "client", "create", "--short-name", "Acme", "--db", db)
	run(t, "assignment", "create", "--client", "1", "--name", "A", "--db", db)
	run(t, "campaign", "create", "--assignment", "1", "--name", "K", "--db", db)
	opened, err := store.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	run(t, "verify", "--db", db)

	// A claim on somebody who is not in the campaign.
	err = opened.Write(t.Context(), 1, func(w *store.Write) error { return handout.SetClaim(w, 1, 77, handout.Claim{}) })
	if err != nil {
		t.Fatal(err)
	}
	const found = "campaign 1, number 77"
	for _, arguments := range [][]string{{"verify", "--db", db}, {"verify", "--db", db, "--json"}} {
		var complaint bytes.Buffer
		cmd := callflow(t.Context(), t, arguments...)
		cmd.Stderr = &complaint
		out, err := cmd.Output()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 {
			t.Errorf("%v ends with %v, want exit code 1", arguments, err)
		}
		if strings.Count(string(out), found) != 1 || !strings.Contains(complaint.String(), "Differences: 1.") {
			t.Errorf("%v prints\n%s and complains\n%s; want %s once", arguments, out, complaint.String(), found)
		}
	}
}
