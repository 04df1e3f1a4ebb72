package storetest

import (
	"fmt"
	"testing"

	"callflow/internal/db"
	"callflow/internal/store"
	"callflow/internal/store/anonymize"
)

// indexForgetsTheAnonymised anonymises somebody whose letters nobody else has, and looks for them in what the index is made of. The
// server that is to have it forget them is stopped in between, and others are written meanwhile.
func indexForgetsTheAnonymised(t *testing.T, f *fixture) {
	f.fillCrowd(t, 0, 300)
	f.write(t, func(w *store.Write) error { return putInto(w, customer("K-1", "Zqxwvj Zqxwvj")) })
	f.fillCrowd(t, 300, 600)
	f.index(t)
	if f.heldBlocks(t) == 0 {
		t.Skip("it is SQLite that keeps what was deleted")
	}
	f.anonymize(t, "K-1")
	f.wantNotIndexed(t, "zqx")
	if more, err := f.store.IndexSearch(t.Context(), f.account); err != nil || !more {
		t.Fatalf("the first step leaves nothing to do: %v", err)
	}
	f.close(t)
	f.open(t)
	f.fillCrowd(t, 600, 700)
	f.index(t)
	if held := f.heldBlocks(t); held > 0 {
		t.Errorf("%d blocks of the index still have the name", held)
	}
	f.wantFound(t, "crowd-17 mengde", "crowd-17", "crowd-170", "crowd-171", "crowd-172", "crowd-173", "crowd-174", "crowd-175", "crowd-176", "crowd-177",
		"crowd-178", "crowd-179")
}

// indexKnowsNewcomers anonymises one after the other before each step of the index, while another account's newcomer waits, and then has
// newcomers come before each step until nothing is left of those who were anonymised.
func indexKnowsNewcomers(t *testing.T, f *fixture) {
	f.write(t, func(w *store.Write) error { return putInto(w, customer("K-1", "Zqxwvj Zqxwvj")) })
	f.fillCrowd(t, 0, 600)
	f.index(t)
	other := &fixture{dsn: f.dsn, store: f.store, account: f.addAccount(t, "other")}
	other.write(t, func(w *store.Write) error { return putInto(w, customer("K-1", "Bjørr Nykommer")) })
	f.anonymize(t, "K-1")
	for i := range 30 {
		f.anonymize(t, fmt.Sprint("crowd-", i))
		f.step(t)
		f.anonymize(t, fmt.Sprint("crowd-", 30+i))
		other.step(t)
	}
	if seq := f.query(t, fmt.Sprint("SELECT COALESCE(MAX(seq), 0) FROM search_marks WHERE account_id = ", other.account), 1)[0][0]; seq == 0 {
		t.Error("the other account's newcomer is not in the index yet")
	}
	for i := range 60 {
		f.fillCrowd(t, 600+i, 601+i)
		f.step(t)
		other.step(t)
	}
	if held := f.heldBlocks(t); held > 0 {
		t.Errorf("%d blocks of the index still have the name", held)
	}
	f.index(t)
	f.wantFound(t, "crowd-659", "crowd-659")
}

// anonymize empties a customer, and gives its new id.
func (f *fixture) anonymize(t *testing.T, id string) (newID string) {
	t.Helper()
	f.write(t, func(w *store.Write) (err error) {
		newID, _, err = anonymize.Customer(w, &anonymize.Traces{AssignmentID: assignmentID, CustomerID: id}, "")
		return err
	})
	return newID
}

// step takes one step of the account's index.
func (f *fixture) step(t *testing.T) {
	t.Helper()
	if _, err := f.store.IndexSearch(t.Context(), f.account); err != nil {
		t.Fatal(err)
	}
}

// heldBlocks counts the blocks of SQLite's index that hold letters of "zqxwvj". A block leaves out with what its terms begin alike.
func (f *fixture) heldBlocks(t *testing.T) (held int64) {
	t.Helper()
	raw(t, f.dsn, func(tx db.Tx, dialect string) error {
		if dialect == "postgres" {
			return nil
		}
		rows := tx.Query(`SELECT COUNT(*) FROM search_index_data WHERE INSTR(block, CAST('zqx' AS BLOB)) > 0 OR INSTR(block, CAST('qxw' AS BLOB)) > 0
			OR INSTR(block, CAST('xwv' AS BLOB)) > 0 OR INSTR(block, CAST('wvj' AS BLOB)) > 0`)
		defer rows.Close()
		if rows.Next() {
			held = rows.Int(0)
		}
		return rows.Err()
	})
	return held
}
