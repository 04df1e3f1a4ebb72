package api_test

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"

	"callflow"
	"callflow/internal/testkit"
)

// What the writers of these tests do.
const (
	logWriters    = 8
	logReaders    = 5
	logListeners  = 20
	writesEach    = 40
	sharedPeople  = 5 // few enough that the writers meet
	campaignsMany = 2
)

// written is what a writer was answered: the change with this number is its own.
type written struct {
	seq  int64
	what string
	campaign, customer,
	to string // "" where the test does not know it
}

// ledger collects what was answered, by the number of the change.
type ledger struct {
	mu      sync.Mutex
	entries map[int64]written
}

func (l *ledger) add(t testing.TB, entry written) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if before, taken := l.entries[entry.seq]; taken {
		t.Errorf("the number %d was answered to %+v and to %+v", entry.seq, before, entry)
	}
	l.entries[entry.seq] = entry
}

// logWriter is one of several who write the same customers at once, each in one campaign.
type logWriter struct {
	s        *testkit.Server
	ledger   *ledger
	number   int
	campaign string
}

// step does one thing that may change a customer; a conflict or a customer that is not there now changes nothing.
func (w *logWriter) step(t testing.TB, step int) {
	t.Helper()
	customer := fmt.Sprint((w.number + step*3) % sharedPeople)
	list := "/api/v1/campaigns/" + w.campaign + "/callflow_customers/"
	entry := written{campaign: w.campaign, customer: customer}
	request := testkit.Request{Token: w.s.Acme.Admin, Path: list + customer + "/"}
	switch (w.number + step) % 7 {
	case 0, 1:
		entry.what, request.Method, request.Path = "registered", http.MethodPost, request.Path+"call_outcomes/"
		request.Body = `{"subtype":"Busy"}`
	case 2:
		entry.what, entry.to, request.Method, request.Path = "registered", "Lead", http.MethodPost, request.Path+"call_outcomes/"
		request.Body = `{"subtype":"Interested"}`
	case 3, 4:
		entry.what, entry.to, request.Method = "moved", "On Hold", http.MethodPatch
		request.Body = fmt.Sprintf(`{"call_state":"On Hold","comment":"%d av %d"}`, step, w.number)
	case 5:
		entry.what, request.Method = "removed", http.MethodDelete
	case 6:
		entry.what, entry.to, request.Method, request.Path = "added", "Ready", http.MethodPost, list
		request.Body = fmt.Sprintf(`{"customer_ids":[%q]}`, customer)
	}
	answer := w.s.Ask(t, request)
	if answer.Status == http.StatusNotFound || answer.Status == http.StatusConflict {
		return
	}
	if answer.Status/100 != 2 {
		t.Errorf("%s %s answered %d %.300s", request.Method, request.Path, answer.Status, answer.Body)
		return
	}
	if entry.what == "added" && string(answer.Body) != `{"added":1,"already":0,"unknown":[]}` {
		return
	}
	var err error
	if entry.seq, err = strconv.ParseInt(answer.Header.Get("Callflow-Sync-Token"), 10, 64); err != nil {
		t.Error(err)
		return
	}
	w.ledger.add(t, entry)
	w.seesItself(t, &entry)
}

// seesItself reads the writer's own change: what was answered is in the log.
func (w *logWriter) seesItself(t testing.TB, entry *written) {
	t.Helper()
	page := changesOf(t, w.s, w.s.Acme.Reader, fmt.Sprintf("%s?after=%d&limit=1", accountChanges, entry.seq-1))
	if len(page.Results) != 1 {
		t.Errorf("the log has %s where %+v was answered", page.Results, entry)
		return
	}
	wantWritten(t, decodeEntry(t, page.Results[0]), entry)
}

func wantWritten(t testing.TB, told logEntry, entry *written) {
	t.Helper()
	to := entry.to
	if to == "" {
		to = told.To
	}
	want := logEntry{
		Seq: entry.seq, What: entry.what, CampaignID: told.CampaignID, CustomerID: entry.customer, From: told.From, To: to,
	}
	if told != want || fmt.Sprint(told.CampaignID) != entry.campaign {
		t.Errorf("the log tells %+v where %+v was answered", told, entry)
	}
}

// newLog starts a server with a few customers in two campaigns, and gives the clock.
func newLog(t *testing.T) (*testkit.Server, int64) {
	t.Helper()
	s := testkit.NewServer(t, configDefault)
	for i := range sharedPeople {
		s.Acme.Put(t, callflow.Customer{CustomerID: fmt.Sprint(i)})
		s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: fmt.Sprint(i), State: "Ready"})
		s.Acme.Move(t, testkit.Place{CampaignID: testkit.SecondID, CustomerID: fmt.Sprint(i), State: "Ready"})
	}
	return s, 3 * sharedPeople
}

// writeAll lets all writers work at once, each through one of the servers, and writes one last change when they
// have ended. It gives its number.
func writeAll(t *testing.T, answered *ledger, servers ...*testkit.Server) (last int64) {
	t.Helper()
	var all sync.WaitGroup
	for number := range logWriters {
		campaign := []string{"998", "999"}[number%campaignsMany]
		w := &logWriter{s: servers[number%len(servers)], ledger: answered, number: number, campaign: campaign}
		all.Go(func() {
			for step := range writesEach {
				w.step(t, step)
			}
		})
	}
	all.Wait()
	end := does(t, servers[0], http.MethodPost, customerList, `{"crm__customer_id":"end"}`)
	last, err := strconv.ParseInt(end.Header.Get("Callflow-Sync-Token"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return last
}

// followToTheEnd asks for what comes next, and waits for it, until the last customer was created.
func followToTheEnd(t testing.TB, s *testkit.Server, limit int) []logEntry {
	t.Helper()
	var all []logEntry
	after := int64(0)
	for {
		page := changesOf(t, s, s.Acme.Reader, fmt.Sprintf("%s?wait=20&limit=%d&after=%d", accountChanges, limit, after))
		if len(page.Results) == 0 {
			t.Errorf("nothing came after %d", after)
			return all
		}
		for _, result := range page.Results {
			all = append(all, decodeEntry(t, result))
		}
		after = page.NextAfter
		if all[len(all)-1].CustomerID == "end" {
			return all
		}
	}
}

// wantChained holds a log against what it must be: 1, 2, 3 …, each entry beginning where the one before left its customer.
func wantChained(t testing.TB, all []logEntry) {
	t.Helper()
	stands := map[string]string{} // by campaign and customer
	for i, entry := range all {
		if entry.Seq != int64(i+1) {
			t.Errorf("entry %d has the number %d", i+1, entry.Seq)
			return
		}
		if entry.CampaignID == 0 {
			continue
		}
		row := fmt.Sprint(entry.CampaignID, " ", entry.CustomerID)
		if entry.From != stands[row] || (entry.From == "") != (entry.What == "added") || (entry.To == "") != (entry.What == "removed") {
			t.Errorf("%s stood in %q before %+v", row, stands[row], entry)
		}
		stands[row] = entry.To
	}
}

func TestReadersOfTheLogSeeEachChangeOnceAndInOrderWhileOthersWrite(t *testing.T) {
	t.Parallel()
	s, begun := newLog(t)
	answered := &ledger{entries: map[int64]written{}}
	logs := make([][]logEntry, logReaders)
	var readers sync.WaitGroup
	for i := range logs {
		readers.Go(func() { logs[i] = followToTheEnd(t, s, []int{500, 1, 3, 7, 5000}[i]) })
	}
	last := writeAll(t, answered, s)
	readers.Wait()
	if wrote := int64(len(answered.entries)); wrote != last-begun-1 || wrote < logWriters*writesEach/4 {
		t.Errorf("%d writes were answered, and the clock went from %d to %d", wrote, begun, last)
	}
	for i, all := range logs {
		wantChained(t, all)
		if int64(len(all)) != last {
			t.Fatalf("reader %d saw %d entries, want %d", i, len(all), last)
		}
		for seq, entry := range answered.entries {
			wantWritten(t, all[seq-1], &entry)
		}
	}
	wantStanding(t, s, logs[0])
}

// wantStanding holds where the customers stand now against where the log leaves them.
func wantStanding(t *testing.T, s *testkit.Server, all []logEntry) {
	t.Helper()
	for _, campaign := range []int64{testkit.CampaignID, testkit.SecondID} {
		want := map[string]string{}
		for _, entry := range all {
			if entry.CampaignID == campaign {
				want[entry.CustomerID] = entry.To
			}
		}
		for customer, state := range want {
			answer := s.Get(t, s.Acme.Admin, fmt.Sprintf("/api/v1/campaigns/%d/callflow_customers/%s/", campaign, customer))
			var record struct {
				State string `json:"callflow__callstate__name"`
			}
			if answer.Status == http.StatusOK {
				answer.Decode(t, &record)
			}
			if record.State != state {
				t.Errorf("%s of campaign %d stands in %q, and the log leaves it in %q", customer, campaign, record.State, state)
			}
		}
	}
}

func TestListenersHearEachChangeOnceAndInOrderWhileOthersWrite(t *testing.T) {
	t.Parallel()
	s, begun := newLog(t)
	answered := &ledger{entries: map[int64]written{}}
	heard := make([][]testkit.Event, logListeners)
	var listeners sync.WaitGroup
	for i := range heard {
		after := []int64{0, begun, begun / 2}[i%3]
		stream := s.Stream(t, testkit.Request{Path: fmt.Sprint(accountChanges, "?after=", after), Token: s.Acme.Reader})
		listeners.Go(func() {
			for len(heard[i]) == 0 || decodeEntry(t, []byte(heard[i][len(heard[i])-1].Data)).CustomerID != "end" {
				event, ok := stream.Next(t)
				if !ok {
					t.Errorf("the stream of listener %d ended", i)
					return
				}
				if !event.Comment {
					heard[i] = append(heard[i], event)
				}
			}
		})
	}
	last := writeAll(t, answered, s)
	listeners.Wait()
	for i, all := range heard {
		wantRange(t, all, []int64{0, begun, begun / 2}[i%3]+1, last)
	}
	var told []logEntry
	for _, event := range heard[0] {
		told = append(told, decodeEntry(t, []byte(event.Data)))
	}
	wantChained(t, told)
	for seq, entry := range answered.entries {
		wantWritten(t, told[seq-1], &entry)
	}
}
