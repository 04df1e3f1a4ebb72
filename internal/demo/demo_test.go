package demo_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/demo"
)

func TestTheFirstRecordIsTheSeedsKeyByKeyInOrder(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("testdata/seed_record.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, customers := range []int{1, 300} {
		m := fill(t, customers)
		var results []json.RawMessage
		page := m.page(t, app.ListRequest{Page: callflow.Page{Number: 1, Size: 1}})
		if err := json.Unmarshal(page.Results, &results); err != nil || len(results) != 1 {
			t.Fatalf("got %s, want one record", page.Results)
		}
		got, wanted := members(t, results[0]), members(t, want)
		if len(got) != len(wanted) || len(got) != 51 {
			t.Errorf("the record has %d keys, the seed's %d", len(got), len(wanted))
		}
		for i := range min(len(got), len(wanted)) {
			if got[i] != wanted[i] {
				t.Errorf("key %d of a demo of %d is %s, want %s", i+1, customers, got[i], wanted[i])
			}
		}
	}
}

func TestTheDefaultIsTheSeedsCount(t *testing.T) {
	t.Parallel()
	m := fill(t, 0)
	page := m.page(t, app.ListRequest{Page: callflow.Page{Number: 1, Size: 500}})
	if m.result.Customers != 15516 || page.Count != 15516 {
		t.Errorf("result says %d, the list %d, want 15516", m.result.Customers, page.Count)
	}
	want := demo.Result{AccountID: 1, Account: "demo", ClientID: 1, AssignmentID: 239, CampaignID: 998, Customers: 15516}
	if m.result != want {
		t.Errorf("got %+v, want %+v", m.result, want)
	}
}

func TestThereAreExactlyAsManyAsAskedForAndFourFifthsInTheSeedsCampaign(t *testing.T) {
	t.Parallel()
	for _, customers := range []int{1, 2, 4, 5, 6, 10, 99, few} {
		t.Run(fmt.Sprint(customers), func(t *testing.T) {
			t.Parallel()
			m := fill(t, customers)
			records := m.records(t)
			if len(records) != customers {
				t.Errorf("the list has %d records, want %d", len(records), customers)
			}
			page := m.page(t, app.ListRequest{CampaignID: 998, Page: callflow.Page{Number: 1, Size: 1}})
			if want := int64(customers - customers/5); page.Count != want {
				t.Errorf("campaign 998 has %d, want %d", page.Count, want)
			}
		})
	}
}

func TestSomeCustomersAreInTwoCampaignsAndNoneTwiceInOne(t *testing.T) {
	t.Parallel()
	m := fill(t, few)
	campaigns := make(map[any][]any)
	seen := make(map[any]int)
	for _, record := range m.records(t) {
		id, campaign := record["crm__customer_id"], record["campaign__id"]
		if slices.Contains(campaigns[id], campaign) {
			t.Errorf("customer %v is in campaign %v twice", id, campaign)
		}
		campaigns[id] = append(campaigns[id], campaign)
		seen[campaign]++
	}
	if len(seen) != 3 {
		t.Errorf("got %d campaigns, want 3", len(seen))
	}
	if len(campaigns) != few-few/10 {
		t.Errorf("got %d customers, want %d", len(campaigns), few-few/10)
	}
	all := m.page(t, app.ListRequest{Customers: true, Page: callflow.Page{Number: 1, Size: 1}})
	if all.Count != int64(len(campaigns)) {
		t.Errorf("the assignment has %d customers, %d of them in campaigns", all.Count, len(campaigns))
	}
}

func TestTwoRunsOfOneDayAreTheSame(t *testing.T) {
	t.Parallel()
	first, second := fill(t, few).pages(t), fill(t, few).pages(t)
	if !slices.EqualFunc(first, second, bytes.Equal) {
		t.Error("the two lists differ")
	}
}

func TestProgressRunsToTheTotal(t *testing.T) {
	t.Parallel()
	m := empty(t)
	latest, commits := 0, 0
	_, err := demo.Fill(t.Context(), m.store, m.app, demo.Options{Customers: 2500, Now: now, Progress: func(done, total int) {
		if total != 2500 || done < latest {
			t.Errorf("%d of %d after %d", done, total, latest)
		}
		latest = done
		commits++
	}})
	if err != nil || latest != 2500 || commits < 2 {
		t.Errorf("stopped at %d after %d commits: %v", latest, commits, err)
	}
}

func TestWhatCannotBeMadeIsRefusedAndLeavesNothing(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]demo.Options{
		"fewer customers than none":         {Customers: -1, Now: now},
		"a clock before the seed's example": {Now: time.Date(2016, time.December, 24, 0, 0, 0, 0, time.UTC)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := empty(t)
			if _, err := demo.Fill(t.Context(), m.store, m.app, options); callflow.ErrorCode(err) != callflow.Invalid {
				t.Errorf("got %v, want an invalid request", err)
			}
			if names, err := m.app.AccountNames(t.Context()); err != nil || len(names) != 0 {
				t.Errorf("accounts %v were left behind: %v", names, err)
			}
		})
	}
}

func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		m := empty(b)
		if _, err := demo.Fill(b.Context(), m.store, m.app, demo.Options{Now: now}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(demo.DefaultCustomers*b.N)/b.Elapsed().Seconds(), "rows/s")
}
