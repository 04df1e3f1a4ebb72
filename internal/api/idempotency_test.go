package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"callflow/internal/testkit"
)

// withKey is a request with an Idempotency-Key.
func withKey(ask testkit.Request, key string) testkit.Request {
	header := map[string]string{"Idempotency-Key": key}
	maps.Copy(header, ask.Header)
	ask.Header = header
	return ask
}

// sameAnswer holds a replayed answer against the first.
func sameAnswer(t *testing.T, first, again *testkit.Answer) {
	t.Helper()
	if again.Status != first.Status || string(again.Body) != string(first.Body) {
		t.Errorf("answered %d\n%s\nand then %d\n%s", first.Status, first.Body, again.Status, again.Body)
	}
	for _, name := range []string{"ETag", "Location", "Callflow-Sync-Token", "Content-Type"} {
		if first.Header.Get(name) != again.Header.Get(name) {
			t.Errorf("%s was %q and is %q", name, first.Header.Get(name), again.Header.Get(name))
		}
	}
	if first.Header.Get("Idempotent-Replayed") != "" || again.Header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("Idempotent-Replayed was %q and is %q", first.Header.Get("Idempotent-Replayed"), again.Header.Get("Idempotent-Replayed"))
	}
}

func TestARequestThatComesAgainWithItsKeyIsAnsweredAsItWasThen(t *testing.T) {
	t.Parallel()
	asks := flowRequests()
	asks["claim for a while"] = testkit.Request{Method: http.MethodPost, Path: claimOf("1"), Body: `{"lease":60}`}
	asks["create a customer"] = testkit.Request{Method: http.MethodPost, Path: customerList, Body: newCustomer}
	asks["change a customer"] = testkit.Request{Method: http.MethodPatch, Path: customerList + "1", Body: `{"crm__standard_info__name":"Ny"}`}
	asks["replace a customer"] = testkit.Request{Method: http.MethodPut, Path: customerList + "1", Body: `{"crm__standard_info__name":"Ny"}`}
	for sentence, ask := range asks {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := newFlow(t, 2)
			ask.Token = s.Acme.Admin
			ask = withKey(ask, `8e03978e 40d5 "a"`)
			first := s.Ask(t, ask)
			if first.Status >= 300 {
				t.Fatalf("answered %d %s", first.Status, first.Body)
			}
			s.Wait(24 * time.Hour)
			if ask.Method != http.MethodDelete {
				wantStatus(t, post(t, s, s.Acme.Admin, campaignList, `{"customer_ids":["2"]}`), http.StatusOK)
			}
			before, clock := standing(t, s, "1")
			sameAnswer(t, first, s.Ask(t, ask))
			if after, now := standing(t, s, "1"); after != before || now != clock {
				t.Errorf("at %s the record was\n%s\nand at %s it is\n%s", clock, before, now, after)
			}
		})
	}
}

func TestThatNobodyCouldBeCalledIsAnsweredAgainToo(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	wantNext(t, s, s.Acme.Admin, "1")
	ask := withKey(testkit.Request{Method: http.MethodPost, Path: nextCustomer, Token: s.Acme.Agent}, "k")
	first := s.Ask(t, ask)
	wantStatus(t, first, http.StatusNoContent)
	s.Wait(time.Hour)
	sameAnswer(t, first, s.Ask(t, ask))
	wantNext(t, s, s.Acme.Agent, "1")
	release := withKey(testkit.Request{Method: http.MethodDelete, Path: claimOf("1"), Token: s.Acme.Agent}, "release")
	first = s.Ask(t, release)
	wantStatus(t, first, http.StatusNoContent)
	sameAnswer(t, first, s.Ask(t, release))
}

func TestAKeyNamesOneRequestAlone(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 2)
	busy := testkit.Request{Method: http.MethodPost, Path: outcomesOf("1"), Token: s.Acme.Agent, Body: `{"subtype":"Busy"}`}
	wantStatus(t, s.Ask(t, withKey(busy, "k")), http.StatusCreated)
	tag := tagOf(t, s, campaignList+"1/")
	for sentence, other := range map[string]testkit.Request{
		"another body":         {Method: http.MethodPost, Path: outcomesOf("1"), Body: `{"subtype":"Busy", "comment":""}`},
		"another customer":     {Method: http.MethodPost, Path: outcomesOf("2"), Body: busy.Body},
		"another verb":         {Method: http.MethodPost, Path: claimOf("1")},
		"another method":       {Method: http.MethodDelete, Path: claimOf("1")},
		"another precondition": {Method: http.MethodPost, Path: outcomesOf("1"), Body: busy.Body, Header: map[string]string{"If-Match": tag}},
		"another query":        {Method: http.MethodPost, Path: outcomesOf("1") + "?format=json", Body: busy.Body},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			other.Token = s.Acme.Agent
			answer := refused(t, s, withKey(other, "k"), http.StatusUnprocessableEntity)
			if want := "This Idempotency-Key came with another request before. Use a new key for a new request."; answer.Detail(t) != want {
				t.Errorf("answered %s, want %s", answer.Detail(t), want)
			}
		})
	}
	again := s.Ask(t, withKey(busy, "k"))
	if again.Status != http.StatusCreated || again.Header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("the request itself answered %d %s", again.Status, again.Body)
	}
}

func TestAKeyBelongsToItsUser(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	s.Other.Fill(t, testkit.CampaignID, 1, 1, "Ready")
	for _, token := range []string{s.Acme.Agent, s.Acme.Admin, s.Other.Agent} {
		busy := testkit.Request{Method: http.MethodPost, Path: outcomesOf("1"), Token: token, Body: `{"subtype":"Busy"}`}
		answer := s.Ask(t, withKey(busy, "k"))
		if answer.Status != http.StatusCreated || answer.Header.Get("Idempotent-Replayed") != "" {
			t.Errorf("answered %d %s, replayed: %q", answer.Status, answer.Body, answer.Header.Get("Idempotent-Replayed"))
		}
	}
	if got := shown(t, s, "1", "attempts_status__attempts"); got != "2" {
		t.Errorf("%s attempts, want 2", got)
	}
}

func TestAKeyIsForgottenAfterADay(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	busy := withKey(testkit.Request{Method: http.MethodPost, Path: outcomesOf("1"), Token: s.Acme.Agent, Body: `{"subtype":"Busy"}`}, "k")
	first := s.Ask(t, busy)
	wantStatus(t, first, http.StatusCreated)
	s.Wait(24 * time.Hour)
	sameAnswer(t, first, s.Ask(t, busy))
	s.Wait(time.Millisecond)
	for attempts := range 2 { // anew, and then again for a day
		answer := s.Ask(t, busy)
		if answer.Status != http.StatusCreated || (answer.Header.Get("Idempotent-Replayed") == "true") != (attempts == 1) {
			t.Errorf("answered %d %s, replayed: %q", answer.Status, answer.Body, answer.Header.Get("Idempotent-Replayed"))
		}
	}
	if got := shown(t, s, "1", "attempts_status__attempts"); got != "2" {
		t.Errorf("%s attempts, want 2", got)
	}
}

func TestARefusedRequestLeavesItsKeyFree(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	ask := withKey(testkit.Request{Method: http.MethodPost, Path: outcomesOf("1"), Token: s.Acme.Agent, Body: `{"subtype":"Bussy"}`}, "k")
	refused(t, s, ask, http.StatusBadRequest)
	ask.Body = `{"subtype":"Busy"}`
	wantStatus(t, post(t, s, s.Acme.Admin, claimOf("1"), `{"lease":1}`), http.StatusOK)
	refused(t, s, ask, http.StatusConflict)
	s.Wait(time.Second)
	wantStatus(t, s.Ask(t, ask), http.StatusCreated)
}

func TestAKeyThatIsNone(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	const characters, length = "Idempotency-Key must consist of printable ASCII characters.", "Idempotency-Key must have 1 to 255 characters: a new UUID for every new request is a good choice."
	for key, want := range map[string]string{"": length, strings.Repeat("k", 256): length, "nøkkel": characters, "a\tb": characters} {
		for sentence, ask := range flowRequests() {
			t.Run(fmt.Sprintf("%.10q: %s", key, sentence), func(t *testing.T) {
				t.Parallel()
				ask.Token = s.Acme.Admin
				wantProblem(t, refused(t, s, withKey(ask, key), http.StatusBadRequest), "Idempotency-Key", want)
			})
		}
	}
	busy := testkit.Request{Method: http.MethodPost, Path: outcomesOf("1"), Token: s.Acme.Agent, Body: `{"subtype":"Busy"}`}
	wantStatus(t, s.Ask(t, withKey(busy, strings.Repeat("~", 255))), http.StatusCreated)
}

func TestOneKeyAtOnceIsOneRequest(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	busy := withKey(testkit.Request{Method: http.MethodPost, Path: outcomesOf("1"), Token: s.Acme.Agent, Body: `{"subtype":"Busy"}`}, "k")
	answers := make([]*testkit.Answer, 16)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = s.Ask(t, busy) })
	}
	all.Wait()
	first := 0
	for _, answer := range answers {
		if answer.Status != http.StatusCreated || string(answer.Body) != string(answers[0].Body) {
			t.Errorf("answered %d %s, and %s", answer.Status, answer.Body, answers[0].Body)
		}
		if answer.Header.Get("Idempotent-Replayed") == "" {
			first++
		}
	}
	if got := shown(t, s, "1", "attempts_status__attempts"); got != "1" || first != 1 {
		t.Errorf("%s attempts, %d answers that were no replay", got, first)
	}
}
