package api_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

const (
	wantedMoves    = 1500 // while the lists are walked
	writers        = 32
	walkedCustomer = 400
	handful        = 10 // moves in one write
)

// crowd is writers that work until they are stopped; done counts their writes.
type crowd struct {
	done atomic.Int64
	stop context.CancelFunc
	all  sync.WaitGroup
}

// startCrowd lets each of the writers do step 0, 1, 2 … until the crowd is stopped.
func startCrowd(t *testing.T, step func(writer, step int) error) *crowd {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	c := &crowd{stop: stop}
	for writer := range writers {
		c.all.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				if err := step(writer, i); err != nil {
					t.Errorf("writer %d: %v", writer, err)
					return
				}
				c.done.Add(1)
			}
		})
	}
	t.Cleanup(c.end)
	return c
}

func (c *crowd) end() {
	c.stop()
	c.all.Wait()
}

// It has the machine to itself, not parallel: the writers move customers between the pages of each walk.
func TestAWalkSeesAllThatStayedOnceWhileOthersMove(t *testing.T) {
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, walkedCustomer, "Ready")
	s.Acme.Fill(t, testkit.SecondID, walkedCustomer+1, 2*walkedCustomer, "Ready")
	var stay []string
	for i := 2; i <= 2*walkedCustomer; i += 2 {
		stay = append(stay, strconv.Itoa(i))
	}
	states := [...]string{"Lead", "Ready", "Booked", "Ready"}
	movers := startCrowd(t, func(writer, step int) error {
		return s.Acme.Write(t, func(w *store.Write) error {
			return moveHandful(w, (writers*step+writer)*handful, states[(step/3)%len(states)])
		})
	})
	lists := []string{
		campaignList + "?call_state=Ready&page_size=11",
		assignmentList + "?call_state=Ready&page_size=37",
		assignmentList + "?call_state=Ready&call_state=Lead&page_size=50",
	}
	walks := 0
	for handful*movers.done.Load() < wantedMoves || walks < len(lists) {
		path := lists[walks%len(lists)]
		wanted := stay
		if path == lists[0] {
			wanted = stay[:walkedCustomer/2]
		}
		wantEachOnce(t, path, walk(t, s, path, forward), wanted)
		walks++
	}
	movers.end()
	t.Logf("%d walks and %d moves", walks, handful*movers.done.Load())
}

// moveHandful moves odd customers alone, the first-th of them and those behind it. Filled in order,
// their numbers are their ids.
func moveHandful(w *store.Write, first int, stateName string) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	for i := range handful {
		number := int64(2*(first+i)%(2*walkedCustomer)) + 1
		campaign := setup.Campaigns[testkit.CampaignID]
		if number > walkedCustomer {
			campaign = setup.Campaigns[testkit.SecondID]
		}
		states := setup.States[campaign.ID]
		state := slices.IndexFunc(states, func(s callflow.State) bool { return s.Name == stateName })
		move := &store.Move{CampaignID: campaign.ID, Number: number, StateID: states[state].ID, At: w.Now, What: callflow.Moved}
		if err := w.Move(campaign, setup.Products[campaign.ID], move); err != nil {
			return err
		}
	}
	return nil
}

// wantEachOnce holds a walk against the customers that it must not miss; it may have seen others, none twice.
func wantEachOnce(t *testing.T, path string, pages [][]string, wanted []string) {
	t.Helper()
	seen := map[string]int{}
	for _, page := range pages {
		for _, id := range page {
			if seen[id]++; seen[id] > 1 {
				t.Errorf("%s: customer %s is seen twice", path, id)
			}
		}
	}
	for _, id := range wanted {
		if seen[id] == 0 {
			t.Errorf("%s: customer %s was there all the time and is missed", path, id)
		}
	}
}

func TestAWalkMissesNobodyWhileCustomersAreAdded(t *testing.T) {
	t.Parallel()
	const there = 200
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, there, "Ready")
	var stay []string
	for i := range there {
		stay = append(stay, strconv.Itoa(i+1))
	}
	adders := startCrowd(t, func(writer, step int) error {
		id := fmt.Sprintf("new-%d-%d", writer, step)
		if step > 20 { // enough: from here on values change, or the lists would never end
			id = fmt.Sprintf("new-%d-%d", writer, step%20)
		}
		return s.Acme.Write(t, func(w *store.Write) error {
			customer := &callflow.Customer{
				AssignmentID: testkit.AssignmentID, CustomerID: id, Name: strconv.Itoa(step), Updated: "2026-06-17", UpdatedBy: "x", UpdateMethod: "API",
			}
			if _, err := w.PutCustomer(customer); err != nil {
				return err
			}
			place := testkit.Place{CampaignID: testkit.SecondID, CustomerID: id, State: "Ready"}
			return place.Put(w)
		})
	})
	for _, path := range []string{customerList + "?page_size=17", assignmentList + "?page_size=23", customerList + "?page_size=40"} {
		wantEachOnce(t, path, walk(t, s, path, forward), stay)
	}
	adders.end()
	list := s.Get(t, s.Acme.Admin, customerList+"?page_size=5000").List(t)
	if int(list.Count) != len(list.Results) {
		t.Errorf("count is %d, and there are %d", list.Count, len(list.Results))
	}
}

func TestAnAnswerIsNeverOlderThanAWriteThatWasAnswered(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, id := range []string{exampleID, "bare", "alone"} { // at the same time
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			for i := range 15 {
				name := fmt.Sprintf("%s %d", id, i)
				answer := s.Ask(t, testkit.Request{
					Method: http.MethodPatch, Path: customerList + id, Token: s.Acme.Admin, Body: `{"crm__standard_info__name":"` + name + `"}`,
				})
				if answer.Status != http.StatusOK {
					t.Errorf("answered %d %s", answer.Status, answer.Body)
				}
				read := s.Get(t, s.Acme.Admin, customerList+id)
				var record struct {
					Name string `json:"crm__standard_info__name"`
				}
				read.Decode(t, &record)
				if record.Name != name {
					t.Errorf("wrote %q and read %q", name, record.Name)
				}
			}
		})
	}
}
