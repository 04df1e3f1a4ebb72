package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/store/statuslist"
)

// crowd is how many others stand in the campaign: more than a search goes through one by one, so that the index is asked.
const crowd = statuslist.Narrow + 100

// searched is the campaign that the searches are in.
var searched = statuslist.Part{AssignmentID: assignmentID, CampaignID: campaignID}

// fillCrowd puts so many others into a campaign of an account.
func (f *fixture) fillCrowd(t *testing.T, from, to int) {
	t.Helper()
	f.write(t, func(w *store.Write) error {
		for i := from; i < to; i++ {
			other := customer(fmt.Sprint("crowd-", i), "Else Mengde")
			other.Phone1 = fmt.Sprint(22000000 + i)
			if err := putInto(w, other); err != nil {
				return err
			}
		}
		return nil
	})
}

// putInto writes a customer and puts it into campaign 998, in the first state.
func putInto(w *store.Write, customer *callflow.Customer) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	if _, err := w.PutCustomer(customer); err != nil {
		return err
	}
	return put(w, campaignID, customer.Number, setup.States[campaignID][0].ID)
}

// index brings the search index of the account up to date.
func (f *fixture) index(t testing.TB) {
	t.Helper()
	for more := true; more; {
		var err error
		if more, err = f.store.IndexSearch(t.Context(), f.account); err != nil {
			t.Fatal(err)
		}
	}
}

// wantFound holds what a text finds in campaign 998 against ids, in the list's order.
func (f *fixture) wantFound(t *testing.T, text string, want ...string) {
	t.Helper()
	f.read(t, func(r *store.Snapshot) error {
		found, err := r.Found(searched, text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			return nil
		}
		var batch statuslist.Batch
		err = found.Rows(statuslist.List{searched}, statuslist.Window{Limit: 20}, &batch)
		var got []string
		for i := range batch.Rows {
			got = append(got, string(batch.Rows[i].CustomerID))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
		return err
	})
}

// fillSearched puts the crowd and some whom it is easy to miss into the campaign.
func (f *fixture) fillSearched(t *testing.T) {
	t.Helper()
	f.fillCrowd(t, 0, crowd)
	f.write(t, func(w *store.Write) error {
		field, err := setuprows.CreateField(w, assignmentID, &callflow.Field{Key: "Gate", Type: callflow.Text})
		if err != nil {
			return err
		}
		number, err := setuprows.CreateField(w, assignmentID, &callflow.Field{Key: "Alder", Type: callflow.Integer})
		if err != nil {
			return err
		}
		for _, c := range []*callflow.Customer{
			{CustomerID: "K-1", Name: "Ragna BJØRR", Phone1: "+47 911 22 333", Email: "ragna@epost.example"},
			{CustomerID: "K-2", Name: "Åse Ærlig", Phone3: "40-50-60-70", Custom: map[int64]callflow.Value{field: `"Øvre \"Skjærgård\" 7"`, number: "7331"}},
			{CustomerID: "K-3", Name: "Ivan Ильин", Phone2: "(0046) 8 123 456"},
			{CustomerID: "ab", Name: "Kort Id"},
			{CustomerID: "2024-000123", Name: "Firma", Custom: map[int64]callflow.Value{field: `"Org.nr 987 654 321"`}},
		} {
			c.AssignmentID = assignmentID
			if err := putInto(w, c); err != nil {
				return err
			}
		}
		return nil
	})
}

func searchFindsParts(t *testing.T, f *fixture) {
	f.fillSearched(t)
	for _, when := range []string{"looked at directly", "in the index"} {
		t.Log(when) // the crowd is in the index in any case: it is too large to be looked at
		for text, want := range map[string][]string{
			"bjorr":              {"K-1"},
			"  Bjørr   RAG ":     {"K-1"},
			"bjorr else":         nil,
			"ærlig":              {"K-2"},
			"AERL":               {"K-2"},
			"ase":                {"K-2"},
			"91122":              {"K-1"},
			"911 22 333":         {"K-1"},
			"+47 (911) 22-333":   {"K-1"},
			"4050 6070":          {"K-2"},
			"812 345 6":          {"K-3"},
			"ragna@epost":        {"K-1"},
			"t.exa":              {"K-1"},
			`skjaergard" 7`:      {"K-2"},
			"7331":               {"K-2"},
			"24-0001":            {"2024-000123"},
			"2024-000123":        {"2024-000123"},
			"87 654 32":          {"2024-000123"},
			"987654321":          {"2024-000123"},
			"ильин":              {"K-3"},
			"k-3":                {"K-3"},
			"K-1":                {"K-1"},
			"-3":                 nil,
			"K-":                 {"K-1", "K-2", "K-3"},
			"ab":                 {"ab"},
			"kort i":             {"ab"},
			"crowd-5099":         {"crowd-5099"},
			"22005099":           {"crowd-5099"},
			"bjorr\nragna":       {"K-1"},
			"nobody is called %": nil,
			"_jorr":              nil,
		} {
			f.wantFoundOrBehind(t, text, want)
		}
		f.index(t)
	}
	f.wantRefusedSearch(t, "a b", "Write at least one word of 3 letters")
}

// wantFoundOrBehind is wantFound where the index may not know everybody yet: then it says so, or tells the truth.
func (f *fixture) wantFoundOrBehind(t *testing.T, text string, want []string) {
	t.Helper()
	behind := false
	f.read(t, func(r *store.Snapshot) error {
		b, err := r.Browse(searched, text, statuslist.ByNumber)
		behind = err == nil && b.Behind() > 0
		return err
	})
	if !behind {
		f.wantFound(t, text, want...)
	}
}

func (f *fixture) wantRefusedSearch(t *testing.T, text, message string) {
	t.Helper()
	f.read(t, func(r *store.Snapshot) error {
		_, err := r.Found(searched, text)
		if err == nil || !strings.Contains(callflow.ErrorText(err), message) {
			t.Errorf("%q is answered %v, want %q", text, err, message)
		}
		return nil
	})
}

// changesAreFound changes, moves and anonymises customers whom the index knows, and asks before it hears of it and after.
func changesAreFound(t *testing.T, f *fixture) {
	f.fillSearched(t)
	f.index(t)
	f.write(t, func(w *store.Write) error {
		if _, err := w.PutCustomer(customer("K-1", "Ragna Solstad")); err != nil {
			return err
		}
		return putInto(w, customer("K-9", "Bjørr Nykommer"))
	})
	emptied := f.anonymize(t, "K-2")
	f.wantNotIndexed(t, "skj")
	for range 2 {
		f.wantFound(t, "bjorr", "K-9")
		f.wantFound(t, "solstad", "K-1")
		f.wantFound(t, "91122333")
		f.wantFound(t, "aerlig")
		f.wantFound(t, "4050 6070")
		f.wantFound(t, "K-2")
		f.wantFound(t, emptied, emptied)
		f.index(t)
	}
	f.wantNotIndexed(t, "skj")
}

// wantNotIndexed asks the index itself, which holds no more of a customer than what is true of it.
func (f *fixture) wantNotIndexed(t *testing.T, text string) {
	t.Helper()
	raw(t, f.dsn, func(tx db.Tx, dialect string) error {
		sql := "SELECT COUNT(*) FROM search_index WHERE search_index MATCH $1"
		if dialect == "postgres" {
			sql = "SELECT COUNT(*) FROM search_texts WHERE text LIKE '%' || CAST($1 AS TEXT) || '%'"
		}
		rows := tx.Query(sql, text)
		defer rows.Close()
		if !rows.Next() || rows.Int(0) != 0 {
			t.Errorf("the index has still %q (%v)", text, rows.Err())
		}
		return rows.Err()
	})
}

// searchesAreApart gives the same people to another account, and to another assignment of this one.
func searchesAreApart(t *testing.T, f *fixture) {
	f.fillSearched(t)
	other := &fixture{dsn: f.dsn, store: f.store, account: f.addAccount(t, "other")}
	other.write(t, func(w *store.Write) error {
		strangers := customer("K-1", "Ragna Bjørr")
		return putInto(w, strangers)
	})
	const secondAssignment = 240
	f.write(t, func(w *store.Write) error {
		if _, err := setuprows.CreateAssignment(w, &callflow.Assignment{ID: secondAssignment, ClientID: 1, Name: "Another"}); err != nil {
			return err
		}
		_, err := w.PutCustomer(&callflow.Customer{AssignmentID: secondAssignment, CustomerID: "Z", Name: "Bjørr Utenfor"})
		return err
	})
	other.index(t)
	f.index(t)
	f.wantFound(t, "bjorr", "K-1")
	f.wantFound(t, "utenfor")
	other.wantFound(t, "bjorr", "K-1")
	other.wantFound(t, "mengde")
	other.wantFound(t, "crowd-7")
}

// searchSaysWhatItDoesNotKnow writes more than is looked at directly, and lets several servers catch up at once.
func searchSaysWhatItDoesNotKnow(t *testing.T, f *fixture) {
	f.fillSearched(t)
	f.wantRefusedSearch(t, "mengde", "The search does not know ")
	f.read(t, func(r *store.Snapshot) error {
		b, err := r.Browse(searched, "mengde", statuslist.ByNumber)
		if err == nil && b.Behind() < crowd {
			t.Errorf("it does not know %d, want %d at least", b.Behind(), crowd)
		}
		return err
	})
	second := &fixture{dsn: f.dsn, account: f.account}
	second.open(t)
	defer second.close(t)
	done := make(chan error)
	for _, server := range []*fixture{f, second, f, second} {
		go func() {
			var err error
			for more := true; more && err == nil; {
				more, err = server.store.IndexSearch(t.Context(), server.account)
			}
			done <- err
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	f.wantFound(t, "bjorr", "K-1")
	f.read(t, func(r *store.Snapshot) error {
		found, err := r.Found(searched, "mengde")
		if err != nil {
			return err
		}
		if count, _ := found.Count(nil); count != crowd {
			t.Errorf("it finds %d, want %d", count, crowd)
		}
		return nil
	})
}
