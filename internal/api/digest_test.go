package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
)

type digest struct {
	Count  int64
	Blocks []struct {
		First, Last, Hash, URL string
		Count                  int
	}
}

func digestOf(t *testing.T, s *testkit.Server, path string) digest {
	t.Helper()
	var got digest
	if err := json.Unmarshal(s.Ask(t, testkit.Request{Path: path, Token: s.Acme.Reader}).Body, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestADigestIsTheHashesOfTheListAsNDJSON(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 4200, "Ready", "Booked") // numbers up to 4,200: two blocks
	s.Acme.Fill(t, testkit.SecondID, 4201, 4210, "Ready")
	got := digestOf(t, s, "/api/v1/assignments/239/digest/")
	if got.Count != 4210 || len(got.Blocks) != 3 || got.Blocks[0].First != "998-1" || got.Blocks[0].Last != "998-4095" || got.Blocks[2].Count != 10 {
		t.Fatalf("the digest is %+v", got)
	}
	lines := string(s.Ask(t, testkit.Request{Path: "/api/v1/assignments/239/callflow_customers/?format=ndjson", Token: s.Acme.Reader}).Body)
	rest := strings.SplitAfter(lines, "\n")
	for _, block := range got.Blocks {
		text := strings.Join(rest[:block.Count], "")
		sum := sha256.Sum256([]byte(text))
		if hex.EncodeToString(sum[:]) != block.Hash {
			t.Errorf("the block from %s has another hash", block.First)
		}
		rest = rest[block.Count:]
		page := string(s.Ask(t, testkit.Request{Path: strings.TrimPrefix(block.URL, s.URL), Token: s.Acme.Reader}).Body)
		if !strings.Contains(page, "["+strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", ",")+"]") {
			t.Errorf("the page of the block from %s has other records: %.300s", block.First, page)
		}
	}
}

func TestAChangeAltersOneBlockAlone(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 4200, "Ready")
	const path = "/api/v1/campaigns/998/digest/"
	before := digestOf(t, s, path)
	s.Acme.Put(t, callflow.Customer{CustomerID: "4200", Name: "Nytt navn"})
	after := digestOf(t, s, path)
	if before.Blocks[0] != after.Blocks[0] || before.Blocks[1].Hash == after.Blocks[1].Hash {
		t.Errorf("a change in the second block gives\n%+v\nafter\n%+v", after, before)
	}
	s.Acme.Remove(t, testkit.CampaignID, "7")
	gone := digestOf(t, s, path)
	if gone.Blocks[1] != after.Blocks[1] || gone.Blocks[0].Count != after.Blocks[0].Count-1 {
		t.Errorf("without one of the first block it is\n%+v\nafter\n%+v", gone, after)
	}
	ready := digestOf(t, s, path+"?call_state=Booked")
	if ready.Count != 0 || len(ready.Blocks) != 0 {
		t.Errorf("of an empty list it is %+v", ready)
	}
	for request, status := range map[string]int{"?page=2": http.StatusBadRequest, "?fields=crm__customer_id": http.StatusOK, "?at=3": http.StatusOK} {
		if answer := s.Ask(t, testkit.Request{Path: path + request, Token: s.Acme.Reader}); answer.Status != status {
			t.Errorf("%s gives %d %s", request, answer.Status, answer.Body)
		}
	}
	if answer := s.Ask(t, testkit.Request{Path: path, Token: s.Acme.Outsider}); answer.Status != http.StatusNotFound {
		t.Errorf("a stranger gets %d", answer.Status)
	}
}
