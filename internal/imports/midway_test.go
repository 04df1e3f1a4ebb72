package imports_test

import (
	"fmt"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/importer"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

// importMidway imports one row more than a transaction takes, and lets something happen between the first transaction and the second.
func (i *fixture) importMidway(t *testing.T, r *importer.Request, last string, between func(w *store.Write) error) (*importer.Result, error) {
	t.Helper()
	var file strings.Builder
	file.WriteString("customer_id,name,phone_1,Husnummer\n")
	for n := range importer.RowsPerCommit {
		fmt.Fprintf(&file, "%d,Kari,%d,4\n", n, 90_000_000+n)
	}
	file.WriteString(last)
	r.AssignmentID, r.By, r.Source = testkit.AssignmentID, i.user.Name, strings.NewReader(file.String())
	first := true
	r.Wrote = func(w *store.Write, _ []importer.WrittenRow) error {
		if !first {
			return nil
		}
		first = false
		return between(w)
	}
	return i.App.Imports.ImportAs(t.Context(), i.session, r)
}

func TestAnImportStopsWhenItsUserMayNoLongerOrItsCampaignIsGone(t *testing.T) {
	t.Parallel()
	for said := range newFixture(t).happenings() {
		if said == "The import stopped: Assignment 239 has no campaign 1001. " { // a campaign with customers stays
			continue
		}
		t.Run(said, func(t *testing.T) {
			t.Parallel()
			i := newFixture(t)
			request := &importer.Request{CampaignIDs: []int64{1001}, Map: map[string]string{"name": "name"}}
			result, err := i.importMidway(t, request, "siste,Ola,,\n", i.happenings()[said])
			if text := callflow.ErrorText(err); !strings.HasPrefix(text, said) || !strings.Contains(text, "What it wrote before stays.") {
				t.Errorf("it ends with %q", text)
			}
			if result.Created != importer.RowsPerCommit || result.Added != importer.RowsPerCommit {
				t.Errorf("what was written is told as %+v", result)
			}
			i.wantNobody(t, "siste")
		})
	}
}

func TestAnImportStopsWhenAFieldThatItFillsBecomesAnother(t *testing.T) {
	t.Parallel()
	for said, between := range map[string]func(w *store.Write) error{
		"was removed": func(w *store.Write) error {
			return setuprows.DeleteField(w, testkit.AssignmentID, testkit.FieldInteger)
		},
		"was changed": func(w *store.Write) error {
			return setuprows.UpdateField(w, testkit.AssignmentID, &callflow.Field{ID: testkit.FieldInteger, Key: "Husnummer", Type: callflow.Text})
		},
	} {
		t.Run(said, func(t *testing.T) {
			t.Parallel()
			i := newFixture(t)
			result, err := i.importMidway(t, &importer.Request{}, "siste,Ola,,4\n", between)
			if text := callflow.ErrorText(err); !strings.HasPrefix(text, "The import stopped: the field “Husnummer” "+said+". ") {
				t.Errorf("it ends with %q after %+v", text, result)
			}
			i.wantNobody(t, "siste")
		})
	}
}

func TestAnImportGoesOnWhenOnlySomethingElseIsSetUp(t *testing.T) {
	t.Parallel()
	i := newFixture(t)
	result, err := i.importMidway(t, &importer.Request{CampaignIDs: []int64{1001}}, "siste,Ola,,4\n", func(w *store.Write) error {
		if err := deleteReady(w, 1001); err != nil {
			return err
		}
		if _, err := setuprows.CreateState(w, 1001, &callflow.State{Name: "Nye", Kind: callflow.KindReady}); err != nil {
			return err
		}
		return setuprows.UpdateField(w, testkit.AssignmentID, &callflow.Field{ID: testkit.FieldInteger, Key: "Nummer", Type: callflow.Integer})
	})
	if err != nil || result.Created != importer.RowsPerCommit+1 {
		t.Fatalf("it comes to %+v %v", result, err)
	}
	record := i.Get(t, i.Acme.Admin, "/api/v1/campaigns/1001/callflow_customers/?call_state=Nye")
	if list := record.List(t); list.Count != 1 || list.IDs(t)[0] != "siste" {
		t.Errorf("in the call state that is the first now there is %s", record.Body)
	}
}

func TestACustomerWhoComesWhileAnImportRunsIsFoundByItsTelephoneNumber(t *testing.T) {
	t.Parallel()
	i := newFixture(t)
	put := func(w *store.Write, customer callflow.Customer) error {
		customer.AssignmentID, customer.Updated, customer.UpdateMethod = testkit.AssignmentID, "2026-01-07", callflow.MethodImportNew
		_, err := w.PutCustomer(&customer)
		return err
	}
	last := ",Kari Nå,42222222,\n,Ny,90000001,\n3,Annen,90000004,\n"
	cells := 0
	request := &importer.Request{Match: importer.MatchPhone, Cell: func(cell importer.CellReport) {
		if cell.Becomes == "ny" {
			cells++
		}
	}}
	rejected := []string{}
	request.Rejected = func(row importer.RejectedRow) { rejected = append(rejected, fmt.Sprint(row.Line, row.Reason)) }
	result, err := i.importMidway(t, request, last, func(w *store.Write) error {
		if err := put(w, callflow.Customer{CustomerID: "ny", Name: "Kari", Phone1: "42222222"}); err != nil {
			return err
		}
		return put(w, callflow.Customer{CustomerID: "0", Name: "Kari", Phone1: "44444444"})
	})
	if err != nil || result.Created != importer.RowsPerCommit || result.Updated != 2 || result.Rejected != 1 || cells != 1 {
		t.Errorf("it comes to %+v %v, with %d cells that became the customer's own id", result, err, cells)
	}
	if len(rejected) != 1 {
		t.Errorf("rejected are %q", rejected)
	}
	if name := i.Acme.Customer(t, "ny").Name; name != "Kari Nå" {
		t.Errorf("the customer who came meanwhile is called %s", name)
	}
}
