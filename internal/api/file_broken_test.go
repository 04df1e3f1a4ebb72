package api_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

// holdFile asks for a file and takes its first bytes alone, over a connection with little room.
func holdFile(t *testing.T, s *testkit.Server, path, token string) *http.Response {
	t.Helper()
	location, err := url.Parse(s.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", location.Host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	if err := connection.(*net.TCPConn).SetReadBuffer(128 << 10); err != nil {
		t.Fatal(err)
	}
	_, err = fmt.Fprintf(connection, "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Token %s\r\n\r\n", path, location.Host, token)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

func TestATransferThatWasCutIsJoinedToTheSameFile(t *testing.T) {
	t.Parallel()
	s := withFiles(t)
	whole := file(t, s, "?format=ndjson", nil).Body
	cut := holdFile(t, s, filePath+"?format=ndjson", s.Acme.Reader)
	begun := make([]byte, len(whole)/3)
	if _, err := io.ReadFull(cut.Body, begun); err != nil {
		t.Fatal(err)
	}
	going := map[string]string{"Range": fmt.Sprintf("bytes=%d-", len(begun)), "If-Range": cut.Header.Get("ETag")}
	rest := file(t, s, "?format=ndjson", going)
	if rest.Status != http.StatusPartialContent || !bytes.Equal(bytes.Join([][]byte{begun, rest.Body}, nil), whole) {
		t.Errorf("the rest is %d, %d bytes, and does not make the whole of %d", rest.Status, len(rest.Body), len(whole))
	}
}

func TestAValueThatIsNotOfItsColumnsTypeIsNamedBeforeAnyOfTheFileIsSent(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Put(t, callflow.Customer{CustomerID: "1", Custom: map[int64]callflow.Value{testkit.FieldDate: `"i fjor"`}})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "1", State: "Ready"})
	refused := file(t, s, "?format=parquet", nil)
	if refused.Status != http.StatusBadRequest || !strings.Contains(string(refused.Body), "crm__custom_info__75 has a value that is not of its type. Ask for types=text") {
		t.Errorf("a date that is none gives %d %s", refused.Status, refused.Body)
	}
	if name := refused.Header.Get("Content-Disposition"); name != "" {
		t.Errorf("the problem is to be saved as %s", name)
	}
	if texts := file(t, s, "?format=parquet&types=text", nil); !bytes.Contains(texts.Body, []byte("i fjor")) {
		t.Errorf("as texts it gives %d without the value", texts.Status)
	}
}

// stuckFiles asks for as many files as a user may have on their way, and takes none of them. It asks again each second for those that
// have no place yet: two are written at a time.
func stuckFiles(t *testing.T, s *testkit.Server, token string) (held []*http.Response) {
	t.Helper()
	for tries := 0; len(held) < 8; tries++ {
		one := holdFile(t, s, filePath+"?format=ndjson", token)
		switch {
		case one.StatusCode == http.StatusOK:
			held = append(held, one)
		case one.StatusCode != http.StatusTooManyRequests || tries > 60:
			t.Fatalf("after %d files it gives %d", len(held), one.StatusCode)
		default:
			wantStatus(t, s.Get(t, s.Acme.Agent, accountChanges+"?after=12000&wait=1"), http.StatusOK) // nothing comes: a pause
		}
	}
	return held
}

func TestATokensEndEndsItsFiles(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 6000, "Ready")
	held := stuckFiles(t, s, s.Acme.Reader)
	other, err := s.App.CreateToken(t.Context(), s.Acme.ID, s.Acme.Users["reader"], "another")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Acme.Write(t, func(w *store.Write) error { return shutOuts["a token that is taken away"].shutOut(s, w) }); err != nil {
		t.Fatal(err)
	}
	stuckFiles(t, s, other) // the user has room for as many again once all of the first ones are over
	for _, one := range held {
		if size, err := io.Copy(io.Discard, one.Body); err == nil {
			t.Errorf("a file went on to its end, %d bytes", size)
		}
	}
}

func TestAnAccountLeavesRoomForTheFilesOfOthers(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 6000, "Ready")
	stuckFiles(t, s, s.Acme.Reader)
	for range 10 { // it stays so: nobody takes the others
		refused := file(t, s, "?format=ndjson", nil)
		if refused.Status != http.StatusTooManyRequests || refused.Header.Get("Retry-After") == "" || !strings.Contains(string(refused.Body), "as many files") {
			t.Fatalf("a further file gives %d %s", refused.Status, refused.Body)
		}
	}
	colleague := s.Ask(t, testkit.Request{Path: filePath + "?format=ndjson", Token: s.Acme.Agent})
	if colleague.Status != http.StatusOK {
		t.Errorf("another user's file gives %d %s", colleague.Status, colleague.Body)
	}
	if pages := file(t, s, "", nil); pages.Status != http.StatusOK {
		t.Errorf("a page gives %d", pages.Status)
	}
	other := s.Ask(t, testkit.Request{Path: filePath + "?format=ndjson", Token: s.Other.Reader})
	if other.Status != http.StatusOK {
		t.Errorf("another account's file gives %d", other.Status)
	}
}

func TestAFileOfTodayIsAnotherOneTomorrow(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	steps(t, s, "1", `{"subtype":"Busy"}`)
	ask := testkit.Request{Path: "/api/v1/campaigns/998/call_outcomes/?format=ndjson", Token: s.Acme.Reader}
	first := s.Ask(t, ask)
	ask.Header = map[string]string{"If-None-Match": first.Header.Get("ETag")}
	if again := s.Ask(t, ask); again.Status != http.StatusNotModified || len(first.Body) == 0 {
		t.Errorf("on the same day it gives %d", again.Status)
	}
	s.Wait(24 * time.Hour)
	if again := s.Ask(t, ask); again.Status != http.StatusOK || len(again.Body) != 0 {
		t.Errorf("on the next day it gives %d %s", again.Status, again.Body)
	}
}

func TestWhoMayNotReadAListHearsSoWhateverFileTheyHold(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	tag := file(t, s, "?format=csv", nil).Header.Get("ETag")
	for _, held := range []string{tag, "*"} {
		answer := s.Ask(t, testkit.Request{Path: filePath + "?format=csv", Token: s.Acme.Outsider, Header: map[string]string{"If-None-Match": held}})
		if answer.Status != http.StatusNotFound {
			t.Errorf("with %s it gives %d", held, answer.Status)
		}
	}
}
