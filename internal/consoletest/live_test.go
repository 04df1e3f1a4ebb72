package consoletest

import (
	"net/http"
	"testing"

	"callflow/internal/testkit/browser"
)

// streamsOfUser is how many pages of one user may live at a time.
const streamsOfUser = 12

func TestALivePageThatWasRefusedComesBackByItself(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	key, open := demo.session(t), []*http.Response{}
	for range streamsOfUser {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, demo.URL+"/campaigns/live", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept", "text/event-stream")
		request.AddCookie(&http.Cookie{Name: sessionCookie, Value: key})
		answer, err := client.Do(request)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatal(answer, err)
		}
		open = append(open, answer)
	}
	w := demo.signedIn(t, "/reference")
	w.MayFail(http.StatusTooManyRequests)
	w.Go("/campaigns")
	w.See("Connecting")
	for _, answer := range open {
		_ = answer.Body.Close()
	}
	w.See("Live")
}

func TestALivePageOfWhoWasSignedOutSaysSoAndLeadsBack(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w, elsewhere := demo.signedIn(t, "/campaigns"), demo.signedIn(t, "/reference")
	w.MayFail(http.StatusUnauthorized)
	w.See("Live")
	elsewhere.Click(".menu summary")
	elsewhere.Follow("Sign out everywhere")
	demo.calls(t, `{"subtype": "Ikke svar"}`) // the page is told no more
	w.See("You are signed out.")
	w.Follow("You are signed out.")
	if path := w.Path(); path != "/sign-in?next=%2Fcampaigns" {
		t.Errorf("it leads to %s", path)
	}
}

func TestAPageThatLivesKeepsThePlaceOfItsReaderAndStopsWhereTheyWant(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.signedIn(t, demo.campaign(""))
	w.Look(browser.Look{Width: browser.Phone})
	w.See("Live")
	const flow = "document.querySelector('#overview .scroll')"
	figures := func() string { return w.Text("#overview .figures") }
	w.Evaluate(flow + ".focus(), " + flow + ".scrollLeft = 90")
	w.Evaluate("document.querySelector('#overview details').open = true")
	was := figures()
	demo.calls(t, `{"subtype": "Ikke svar"}`)
	w.Wait("other figures", "!"+shows("#overview .figures", was))
	if place := w.Evaluate(flow + ".scrollLeft + ' ' + (document.activeElement === " + flow + ") + ' ' + document.querySelector('#overview details').open"); place != "90 true true" {
		t.Errorf("scrolled, focused, open: %s", place)
	}

	w.ClickOn("Live")
	w.See("Paused")
	was = figures()
	other := w.Another()
	other.Go(demo.campaign(""))
	other.See("Live")
	seen := other.Text("#overview .figures")
	demo.calls(t, `{"subtype": "Ikke svar"}`)
	other.Wait("other figures", "!"+shows("#overview .figures", seen))
	if now := figures(); now != was {
		t.Errorf("stopped, the page shows %s instead of %s", now, was)
	}
	w.ClickOn("Paused")
	w.Wait("other figures", "!"+shows("#overview .figures", was))
}
