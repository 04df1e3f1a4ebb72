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
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		open = append(open, conn)
		_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Token %s\r\nContent-Type: text/csv\r\nContent-Length: %d\r\n"+
			"Expect: 100-continue\r\nConnection: close\r\n\r\n", importsPath+"?wait=60", s.Acme.Admin, len(customersFile))
		if err != nil {
			t.Fatal(err)
		}
		if status, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(status, "100") { // it waits for the file
			t.Fatalf("a file that may come is answered with %q %v", status, err)
		}
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
