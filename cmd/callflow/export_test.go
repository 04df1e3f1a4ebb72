package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheMomentThatAnExportTellsIsOneThatAnExportCanBeAskedFor(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	db, out, customers := filepath.Join(folder, "acme.db"), filepath.Join(folder, "all.csv"), filepath.Join(folder, "customers.csv")
	if err := os.WriteFile(customers, []byte("customer_id,name\nK-1,Kari\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"account create acme", "client create --short-name Acme", "assignment create --client 1 --name Renewals",
		"campaign create --assignment 1 --name Autumn", "import " + customers + " --assignment 1 --campaign 1", "account renew-epoch acme",
	} {
		run(t, append(strings.Fields(line), "--db", db)...)
	}
	export := []string{"export", "--campaign", "1", "--db", db, "-o", out}
	var told struct{ Seq int64 }
	if err := json.Unmarshal([]byte(run(t, append(export, "--json")...)), &told); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("1 record as of seq %d in %s\n", told.Seq, out)
	if got := run(t, append(export, "--at", fmt.Sprint(told.Seq))...); got != want {
		t.Errorf("asked for the moment %d it says %q", told.Seq, got)
	}
}
