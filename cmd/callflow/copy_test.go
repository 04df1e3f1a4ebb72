package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/testkit"
)

func TestAKillInTheMiddleOfACopyLeavesADatabaseThatASecondRunCompletes(t *testing.T) {
	t.Parallel()
	source, target := filepath.Join(t.TempDir(), "from.db"), testkit.Database(t)
	run(t, "account", "create", "acme", "--db", source)
	run(t, "client", "create", "--short-name", "Acme", "--db", source)
	run(t, "assignment", "create", "--client", "1", "--name", "A", "--db", source)
	run(t, "campaign", "create", "--assignment", "1", "--name", "K", "--db", source)
	const rows = 60000
	run(t, "import", writeCustomersToCopy(t, rows), "--assignment", "1", "--campaign", "1", "--db", source)
	command := []string{"copy", "--from", source, "--to", target, "--json"}

	child := callflow(t.Context(), t, command...)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	waitForRows(t, target)
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed: that is its error

	var second struct {
		Accounts []struct {
			Copied, Found, Changes, Rows, Customers, Differences int64
			Already                                              bool
			StartedOver                                          bool `json:"started_over"`
		}
	}
	if err := json.Unmarshal([]byte(run(t, command...)), &second); err != nil {
		t.Fatal(err)
	}
	if len(second.Accounts) != 1 {
		t.Fatalf("the second run tells of %d accounts", len(second.Accounts))
	}
	copied := second.Accounts[0]
	if copied.Found == 0 || copied.Copied == 0 || copied.Already || copied.StartedOver {
		t.Errorf("the second run says %+v; wanted it to go on behind what was there", copied)
	}
	if copied.Changes != 2*rows || copied.Rows != rows || copied.Customers != rows || copied.Differences != 0 {
		t.Errorf("the second run verified %+v", copied)
	}
}

func writeCustomersToCopy(t *testing.T, rows int) string {
	t.Helper()
	var text bytes.Buffer
	text.WriteString("customer_id,name\n")
	for i := range rows {
		fmt.Fprintf(&text, "%d,Åse Bakkebø %d\n", 100000+i, i)
	}
	file := filepath.Join(t.TempDir(), "x.csv")
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// waitForRows waits until another process's first rows of customers are on disk.
func waitForRows(t *testing.T, target string) {
	t.Helper()
	database, err := connect.Open(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	defer database.Close()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		found := false
		_ = database.ReadOne(t.Context(), func(tx db.Tx) error { // the table may not be there yet
			rows := tx.Query("SELECT 1 FROM customers WHERE account_id = 1 LIMIT 1")
			defer rows.Close()
			found = rows.Next()
			return rows.Err()
		})
		if found {
			return
		}
	}
	t.Fatal("nothing was copied in 30 seconds")
}
