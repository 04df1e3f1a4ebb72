package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
)

// killedEntry is what is looked at of an entry of the log.
type killedEntry struct {
	Seq        int64
	What       string
	CampaignID int64  `json:"campaign_id"`
	CustomerID string `json:"customer_id"`
	Comment    string
}

// wantClaimsHeld has another user claim whoever is claimed already.
func wantClaimsHeld(t *testing.T, server *killedServer, rival string, writers []*killWriter) {
	t.Helper()
	holder := make(map[string]int)
	for _, writer := range writers {
		for _, id := range writer.held {
			if other, ok := holder[id]; ok {
				t.Errorf("customer %s is claimed by writers %d and %d", id, other, writer.number)
			}
			holder[id] = writer.number
		}
	}
	for id := range holder {
		answer, err := server.ask(t, rival, &killRequest{method: http.MethodPost, path: "2/callflow_customers/" + id + "/claim/", body: `{"lease":1}`})
		if err != nil || answer.status != http.StatusConflict {
			t.Errorf("customer %s is claimed by writer %d; another user's claim is answered %d %s, %v",
				id, holder[id], answer.status, answer.body, err)
		}
	}
}

// readLog reads all there is, and holds the log to be without a gap.
func readLog(t *testing.T, server *killedServer, token string) []killedEntry {
	t.Helper()
	var log []killedEntry
	for after := int64(0); ; {
		var page struct {
			Results   []killedEntry
			NextAfter int64 `json:"next_after"`
		}
		body := ask(t, fmt.Sprintf("%s/api/v1/changes/?after=%d&limit=5000", server.url, after), token)
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			t.Fatal(err)
		}
		if len(page.Results) == 0 {
			return log
		}
		for i := range page.Results {
			if want := int64(len(log)) + 1; page.Results[i].Seq != want {
				t.Fatalf("seq %d follows %d entries", page.Results[i].Seq, len(log))
			}
			log = append(log, page.Results[i])
		}
		after = page.NextAfter
	}
}

// wantAllInLog holds the log against what the writers were answered.
func wantAllInLog(t *testing.T, log []killedEntry, writers []*killWriter) {
	t.Helper()
	found := make([][]int, len(writers)) // comments by writer, in the order of the log
	added, removed := make(map[string]int), make(map[string]int)
	for i := range log {
		entry := &log[i]
		var writer, number int
		if _, err := fmt.Sscanf(entry.Comment, "writer %d, comment %d", &writer, &number); err == nil {
			found[writer] = append(found[writer], number)
		}
		switch {
		case entry.CampaignID != 1:
		case entry.What == "added":
			added[entry.CustomerID]++
		case entry.What == "removed":
			removed[entry.CustomerID]++
		}
	}
	for i, writer := range writers {
		wantComments(t, writer, found[i])
		for id, count := range writer.removals {
			if removed[id] < count.answered || removed[id] > count.asked || added[id] != removed[id]+1 {
				t.Errorf("customer %s was taken out %d times by %d requests, %d of them answered, and put in %d times",
					id, removed[id], count.asked, count.answered, added[id])
			}
		}
	}
}

// wantComments wants the comments of one writer in the order in which it wrote them,
// which is also how none comes twice: every one that was answered, and perhaps others.
func wantComments(t *testing.T, writer *killWriter, found []int) {
	t.Helper()
	there := make(map[int]bool)
	last := -1
	for _, number := range found {
		if number <= last {
			t.Errorf("writer %d: comment %d follows %d", writer.number, number, last)
		}
		last = number
		there[number] = true
		if _, sent := writer.comments[number]; !sent {
			t.Errorf("writer %d never sent comment %d", writer.number, number)
		}
	}
	for number, answered := range writer.comments {
		if answered && !there[number] {
			t.Errorf("writer %d: comment %d was answered and is lost", writer.number, number)
		}
	}
}

func toldOf(writers []*killWriter) string {
	sent, answered, removals, claims, held, replayed := 0, 0, 0, 0, 0, 0
	for _, writer := range writers {
		sent += len(writer.comments)
		for _, yes := range writer.comments {
			if yes {
				answered++
			}
		}
		for _, count := range writer.removals {
			removals += count.asked
		}
		claims += writer.claims
		held += len(writer.held)
		replayed += writer.replayed
	}
	return fmt.Sprintf("%d outcomes and moves answered of %d, %d removals, %d claims (%d still held), %d answers that the kill had swallowed",
		answered, sent, removals, claims, held, replayed)
}
