package app_test

import (
	"context"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/testkit"
)

// newHeavy is an account with a campaign of so many customers, each place for heavy reads taken.
func newHeavy(t *testing.T, customers int) (f *browseFixture, release func()) {
	t.Helper()
	f = &browseFixture{Server: testkit.NewServer(t, api.Config{})}
	f.Acme.Fill(t, testkit.CampaignID, 1, customers, "Ready")
	f.session = f.signIn(t, "reader")
	release, err := f.App.HoldHeavyPlaces(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return f, release
}

func (f *browseFixture) digest(ctx context.Context) error {
	list, err := f.App.Open(f.session, &app.ListRequest{CampaignID: testkit.CampaignID})
	if err == nil {
		_, err = f.App.Digest(ctx, list)
	}
	return err
}

func (f *browseFixture) page(ctx context.Context, when app.When) error {
	list, err := f.App.Open(f.session, &app.ListRequest{CampaignID: testkit.CampaignID, When: when, Page: callflow.Page{Number: 1, Size: 5}})
	if err == nil {
		_, err = f.App.Page(ctx, list, nil)
	}
	return err
}

func TestOneUsersHeavyReadsEndInARefusal(t *testing.T) {
	t.Parallel()
	f, release := newHeavy(t, 2001)
	defer release()
	waiting, giveUp := context.WithCancel(t.Context())
	ended := make(chan error, 11)
	for range 11 {
		go func() { ended <- f.digest(waiting) }()
	}
	if err := <-ended; callflow.ErrorCode(err) != callflow.TooMany { // ten may wait
		t.Errorf("one of eleven digests at once ended with %v", err)
	}
	for range 20 { // whoever reads pages does not wait for them
		if err := f.page(t.Context(), app.When{}); err != nil {
			t.Fatal(err)
		}
	}
	giveUp()
	for range 10 {
		<-ended //nolint:errcheck // each was given up
	}
}

func TestAHeavyReadIsMadeWhenItsPlaceIsFree(t *testing.T) {
	t.Parallel()
	f, release := newHeavy(t, 2001)
	ended := make(chan error, 1)
	go func() { ended <- f.digest(t.Context()) }()
	release()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestWhatIsCheapWaitsForNoPlace(t *testing.T) {
	t.Parallel()
	f, release := newHeavy(t, 500)
	defer release()
	for _, when := range []app.When{{At: "10"}, {ChangedSince: "0"}, {ChangedSince: "999"}} {
		if err := f.page(t.Context(), when); err != nil {
			t.Errorf("%+v: %v", when, err)
		}
	}
	if err := f.digest(t.Context()); err != nil {
		t.Error(err)
	}
}
