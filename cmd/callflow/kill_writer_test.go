package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
)

// killWriter writes one request after the other, and keeps account of what was
// answered. Its customers in campaign 1 are nobody else's, so nothing is refused.
type killWriter struct {
	t      *testing.T
	number int
	token  string
	server *killedServer

	unanswered *killRequest // has a key, and is sent again
	outside    string       // a customer that has to be put back into campaign 1

	keys     int
	comments map[int]bool // by number: whether the write with it was answered
	removals map[string]tally
	held     []string // customers whose claim was answered, and that were not given back since
	replayed int
	claims   int
}

// tally is how often something was asked for, and how often it was answered.
type tally struct{ asked, answered int }

// mostHeld leaves customers to be claimed, however many kills there are.
const mostHeld = 40

type killRequest struct {
	method, path, body string
	key                string // "" where it is not sent again
	answered           func(body []byte)
}

// write goes on until the server is gone.
func (w *killWriter) write() {
	for w.settle() && w.step() {
	}
}

// settle ends what an earlier server left open.
func (w *killWriter) settle() bool {
	if w.unanswered != nil && !w.send(w.unanswered) {
		return false
	}
	return w.outside == "" || w.send(&killRequest{
		method: http.MethodPost, path: "1/callflow_customers/", body: fmt.Sprintf(`{"customer_ids":[%q]}`, w.outside),
		answered: func([]byte) { w.outside = "" },
	})
}

func (w *killWriter) step() bool {
	switch n := rand.IntN(20); {
	case n < 10:
		return w.register("1/callflow_customers/" + w.customer() + "/")
	case n < 13:
		return w.moveByHand("1/callflow_customers/"+w.customer()+"/", []string{"Ready", "On Hold"}[rand.IntN(2)])
	case n < 15:
		return w.remove()
	case n < 18 && len(w.held) < mostHeld || len(w.held) == 0:
		return w.claim()
	default:
		return w.endClaim()
	}
}

// customer is any of the writer's own.
func (w *killWriter) customer() string {
	return customerForKills(rand.IntN(killCustomers/killWriters)*killWriters + w.number)
}

// comment is one that no other write has.
func (w *killWriter) comment() (number int, text string) {
	number = len(w.comments)
	w.comments[number] = false
	return number, fmt.Sprintf("writer %d, comment %d", w.number, number)
}

// key is a new one for half of the requests.
func (w *killWriter) key() string {
	if rand.IntN(2) == 0 {
		return ""
	}
	w.keys++
	return fmt.Sprintf("writer-%d-key-%d", w.number, w.keys)
}

func (w *killWriter) register(customer string) bool {
	number, comment := w.comment()
	return w.send(&killRequest{
		method: http.MethodPost, path: customer + "call_outcomes/", key: w.key(),
		body:     fmt.Sprintf(`{"type":"Lead","subtype":"Interested","comment":%q}`, comment),
		answered: func([]byte) { w.comments[number] = true },
	})
}

func (w *killWriter) moveByHand(customer, state string) bool {
	number, comment := w.comment()
	return w.send(&killRequest{
		method: http.MethodPatch, path: customer, key: w.key(),
		body:     fmt.Sprintf(`{"call_state":%q,"comment":%q}`, state, comment),
		answered: func([]byte) { w.comments[number] = true },
	})
}

// remove takes a customer out of the campaign, and puts it back.
func (w *killWriter) remove() bool {
	id := w.customer()
	w.outside = id
	count := w.removals[id]
	count.asked++
	w.removals[id] = count
	return w.send(&killRequest{
		method: http.MethodDelete, path: "1/callflow_customers/" + id + "/", key: w.key(),
		answered: func([]byte) {
			count.answered++
			w.removals[id] = count
		},
	}) && w.settle()
}

func (w *killWriter) claim() bool {
	return w.send(&killRequest{
		method: http.MethodPost, path: "2/next_customer/", body: `{"lease":86400}`, key: w.key(),
		answered: func(body []byte) {
			if len(body) == 0 { // nobody is left to be called
				return
			}
			var record struct {
				ID string `json:"crm__customer_id"`
			}
			if err := json.Unmarshal(body, &record); err != nil || record.ID == "" {
				w.t.Errorf("a claim was answered %q: %v", body, err)
				return
			}
			w.claims++
			w.held = append(w.held, record.ID)
		},
	})
}

// endClaim registers what came of the oldest claim, or gives it back, which is refused
// where it is not held any more. Either way the customer may be claimed again.
func (w *killWriter) endClaim() bool {
	customer := "2/callflow_customers/" + w.held[0] + "/"
	w.held = w.held[1:]
	if rand.IntN(2) == 0 {
		return w.register(customer) && w.moveByHand(customer, "Ready")
	}
	return w.send(&killRequest{method: http.MethodDelete, path: customer + "claim/", answered: func([]byte) {}})
}

// send says whether the server is still there. A request with a key that was not
// answered stays, for the next server.
func (w *killWriter) send(r *killRequest) bool {
	again := w.unanswered == r
	w.unanswered = nil
	if r.key != "" {
		w.unanswered = r
	}
	answer, err := w.server.ask(w.t, w.token, r)
	if err != nil {
		return false
	}
	w.unanswered = nil
	if answer.status/100 != 2 {
		w.t.Errorf("%s %s %s is answered %d %s", r.method, r.path, r.body, answer.status, answer.body)
		return false
	}
	if answer.replayed && !again {
		w.t.Errorf("%s %s is answered as if it had been sent before", r.method, r.path)
	}
	if answer.replayed {
		w.replayed++
	}
	w.server.first.Do(func() { close(w.server.answered) })
	r.answered(answer.body)
	return true
}

type killAnswer struct {
	status   int
	body     []byte
	replayed bool
}

// ask sends a request about a campaign. An error means that it was not answered.
func (s *killedServer) ask(t *testing.T, token string, r *killRequest) (killAnswer, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), r.method, s.url+"/api/v1/campaigns/"+r.path, strings.NewReader(r.body))
	if err != nil {
		t.Error(err)
		return killAnswer{}, err
	}
	request.Header.Set("Authorization", "Token "+token)
	if r.body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if r.key != "" {
		request.Header.Set("Idempotency-Key", r.key)
	}
	response, err := s.client.Do(request)
	if err != nil {
		return killAnswer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return killAnswer{response.StatusCode, body, response.Header.Get("Idempotent-Replayed") == "true"}, err
}
