package api_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestFilesOfOneUserThatAreOnTheirWayAreBounded(t *testing.T) {
	t.Parallel()
	const most = 8
	s := testkit.NewServer(t, api.Config{})
	var open []net.Conn
	for range most {
		open = append(open, beginUpload(t, s, s.Acme.Admin))
	}
	refused, _ := sendFile(t, s, "", customersFile, nil)
	if refused.Status != http.StatusTooManyRequests || refused.Header.Get("Retry-After") == "" {
		t.Errorf("one more is answered with %d %s", refused.Status, refused.Body)
	}
	if _, err := open[0].Write([]byte(customersFile)); err != nil {
		t.Fatal(err)
	}
	for reader := bufio.NewReader(open[0]); ; { // until its answer has come whole
		if _, err := reader.ReadByte(); err != nil {
			break
		}
	}
	if answer, got := sendFile(t, s, "?wait=60", customersFile, nil); got.Status != "done" {
		t.Errorf("when one of them is imported it is answered with %d %s", answer.Status, answer.Body)
	}
}

// beginUpload sends the head of a file that is imported, and comes back when the server waits for the file.
func beginUpload(t *testing.T, s *testkit.Server, token string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Token %s\r\nContent-Type: text/csv\r\nContent-Length: %d\r\n"+
		"Expect: 100-continue\r\nConnection: close\r\n\r\n", importsPath+"?wait=60", token, len(customersFile))
	if err != nil {
		t.Fatal(err)
	}
	if status, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(status, "100") { // it waits for the file
		t.Fatalf("a file that may come is answered with %q %v", status, err)
	}
	return conn
}

func TestFilesOfOneAccountThatAreOnTheirWayAreBoundedWhoeverSendsThem(t *testing.T) {
	t.Parallel()
	const ofUser = 8 // and the account as many as two users
	s := testkit.NewServer(t, api.Config{})
	for _, token := range []string{s.Acme.Admin, anotherAdmin(t, s, "second")} {
		for range ofUser {
			beginUpload(t, s, token)
		}
	}
	third := testkit.Request{
		Method: http.MethodPost, Path: importsPath, Token: anotherAdmin(t, s, "third"), Header: map[string]string{"Content-Type": "text/csv"}, Body: customersFile,
	}
	refused := s.Ask(t, third)
	if refused.Status != http.StatusTooManyRequests || refused.Header.Get("Retry-After") == "" {
		t.Errorf("one more of the account is answered with %d %s", refused.Status, refused.Body)
	}
	for _, said := range []string{"As many files of the account wait for their import as may.", "Try again when one of them is imported."} {
		if !strings.Contains(string(refused.Body), said) {
			t.Errorf("one more of the account is not told %q: %s", said, refused.Body)
		}
	}
	third.Token = s.Other.Admin
	if other := s.Ask(t, third); other.Status == http.StatusTooManyRequests {
		t.Errorf("another account is answered with %d %s", other.Status, other.Body)
	}
}

// anotherAdmin is the token of a further admin.
func anotherAdmin(t *testing.T, s *testkit.Server, name string) string {
	t.Helper()
	token, err := s.App.CreateToken(t.Context(), s.Acme.ID, addAdmin(t, s, name), "test")
	if err != nil {
		t.Fatal(err)
	}
	return token
}
