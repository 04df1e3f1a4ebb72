package app_test

import (
	"fmt"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/callwork"
	"callflow/internal/customer"
	"callflow/internal/given"
	"callflow/internal/tabular"
	"callflow/internal/testkit"
)

// slowReader takes a file record by record, and lets something happen after its first one.
type slowReader struct {
	meanwhile func()
	count     int64
	records   []string
}

func (r *slowReader) Begin(_ []tabular.Column, count int64, _ auth.Moment) error {
	r.count = count
	return nil
}

func (r *slowReader) Record(record []byte) error {
	if r.records = append(r.records, string(record)); len(r.records) == 1 {
		r.meanwhile()
	}
	return nil
}

func (r *slowReader) Flush() error { return nil }

// busyDay is a server with so many outcomes in each of two campaigns that a file of them is read in several parts.
func busyDay(t *testing.T) *testkit.Server {
	t.Helper()
	const outcomes = 620
	s := testkit.NewServer(t, api.Config{})
	for _, campaign := range []int64{testkit.CampaignID, testkit.SecondID} {
		s.Acme.Fill(t, campaign, 1, outcomes+1, "Ready")
		for id := 1; id <= outcomes; id++ {
			register(t, s, callwork.Place{CampaignID: campaign, CustomerID: fmt.Sprint(id)})
		}
	}
	return s
}

func register(t *testing.T, s *testkit.Server, at callwork.Place) {
	t.Helper()
	input := &callwork.OutcomeInput{Type: given.Of("Lead")}
	if at.CampaignID == testkit.CampaignID {
		input.Products = given.Of([]callwork.SoldInput{{Code: "PROD1", Units: given.Of[int64](1)}})
	}
	if _, err := s.App.Calls.RegisterOutcome(t.Context(), s.Session(t, s.Acme.Agent), at, input); err != nil {
		t.Fatal(err)
	}
}

func TestAFileOfOutcomesIsOfTheMomentThatItBeganAtWhateverIsRegisteredMeanwhile(t *testing.T) {
	t.Parallel()
	s := busyDay(t)
	for _, request := range []app.OutcomeRequest{
		{AssignmentID: testkit.AssignmentID},
		{AssignmentID: testkit.AssignmentID, Head: true},
		{CampaignID: testkit.CampaignID, Sold: true},
	} {
		before, during := &slowReader{meanwhile: func() {}}, &slowReader{}
		if err := s.App.ExportOutcomesAs(t.Context(), s.Acme.ID, &request, before); err != nil {
			t.Fatal(err)
		}
		s.Acme.Fill(t, testkit.CampaignID, 621, 621, "Ready")
		during.meanwhile = func() {
			register(t, s, callwork.Place{CampaignID: testkit.CampaignID, CustomerID: "621"})
			card := callflow.Customer{CustomerID: "620", Name: "Another name"}
			s.Acme.Put(t, card)
		}
		if err := s.App.ExportOutcomesAs(t.Context(), s.Acme.ID, &request, during); err != nil {
			t.Fatal(err)
		}
		if during.count != int64(len(during.records)) || strings.Join(during.records, "\n") != strings.Join(before.records, "\n") {
			t.Errorf("%+v: the file has %d of %d records, and is not the one of its moment", request, len(during.records), during.count)
		}
	}
}

func TestAFileOfChangesIsOfTheMomentThatItBeganAtWhateverHappensMeanwhile(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 6000, "Ready")
	file := &slowReader{meanwhile: func() {
		if _, err := s.App.Anonymize(t.Context(), s.Session(t, s.Acme.Admin), &customer.Request{AssignmentID: testkit.AssignmentID, CustomerID: "6000"}); err != nil {
			t.Fatal(err)
		}
	}}
	if err := s.App.ExportChangesAs(t.Context(), s.Acme.ID, &app.ChangeRequest{}, file); err != nil {
		t.Fatal(err)
	}
	last := file.records[len(file.records)-1]
	if file.count != int64(len(file.records)) || !strings.Contains(last, `"customer_id":"6000"`) {
		t.Errorf("the file has %d of %d records, the last %s", len(file.records), file.count, last)
	}
}

func TestACampaignsFiguresCountTheCustomersOfTheTableBesideThem(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	reader := s.Session(t, s.Acme.Reader)
	stop, added := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(added)
		for id := 1; ; id++ {
			select {
			case <-stop:
				return
			default:
				s.Acme.Fill(t, testkit.CampaignID, id, id, "Ready")
			}
		}
	}()
	for range 100 {
		page, err := s.App.CampaignPage(t.Context(), reader, &app.BrowseRequest{CampaignID: testkit.CampaignID, Limit: 1})
		if err != nil {
			t.Error(err)
			break
		}
		if counted, listed := page.CampaignBoard.Customers, page.Customers.Count; counted != listed {
			t.Errorf("the figures count %d customers, the table %d", counted, listed)
			break
		}
	}
	close(stop)
	<-added
}

// panicking panics at the first record.
type panicking struct{ slowReader }

func (*panicking) Record([]byte) error { panic("made up") }

func TestAPanicOfWhoeverIsToldAListIsOneOfWhoeverExportsIt(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3000, "Ready")
	defer func() {
		if failed := fmt.Sprint(recover()); !strings.Contains(failed, "made up") {
			t.Errorf("the export ended with %q", failed)
		}
	}()
	request := &app.ListRequest{CampaignID: testkit.CampaignID}
	t.Errorf("the export ended with %v", s.App.ExportAs(t.Context(), s.Acme.ID, request, &panicking{}))
}
