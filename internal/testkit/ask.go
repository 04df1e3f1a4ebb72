package testkit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Request is what a test asks. Method "" is GET; Token goes into Authorization, which Header may set instead.
type Request struct {
	Method string
	Path   string // with its query, as it is sent
	Token  string
	Host   string
	Header map[string]string
	Body   string // application/json unless Header says otherwise
}

// Answer is what the server sent, its body decompressed.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	Length int // of the body as it was sent
}

func newClient(t testing.TB) *http.Client {
	t.Helper()
	// Compression is asked for by the tests themselves; a redirect is an answer.
	transport := &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 8}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{
		Transport:     transport,
		Timeout:       time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Ask sends a request and holds its answer against the OpenAPI document.
func (s *Server) Ask(t testing.TB, asked Request) *Answer {
	t.Helper()
	request := s.request(t, asked)
	response, err := s.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	sent, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := decompress(response.Header.Get("Content-Encoding"), sent)
	if err != nil {
		t.Fatal(err)
	}
	s.check.Check(t, request, response, body)
	return &Answer{Status: response.StatusCode, Header: response.Header, Body: body, Length: len(sent)}
}

func (s *Server) request(t testing.TB, asked Request) *http.Request {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), asked.Method, s.URL+asked.Path, strings.NewReader(asked.Body))
	if err != nil {
		t.Fatal(err)
	}
	request.Host = asked.Host
	if asked.Body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if asked.Token != "" {
		request.Header.Set("Authorization", "Token "+asked.Token)
	}
	for name, value := range asked.Header {
		request.Header.Set(name, value)
	}
	return request
}

// Get asks for a path with a token.
func (s *Server) Get(t testing.TB, token, path string) *Answer {
	t.Helper()
	return s.Ask(t, Request{Path: path, Token: token})
}

func decompress(encoding string, body []byte) ([]byte, error) {
	if len(body) == 0 { // an answer to HEAD
		return body, nil
	}
	switch encoding {
	case "":
		return body, nil
	case "gzip":
		reader, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(reader)
	case "zstd":
		reader, err := zstd.NewReader(nil)
		if err != nil {
			return nil, err
		}
		defer reader.Close()
		return reader.DecodeAll(body, nil)
	}
	return nil, fmt.Errorf("a content encoding that was not asked for: %q", encoding)
}

// Detail is the text of a problem.
func (a *Answer) Detail(t testing.TB) string {
	t.Helper()
	var problem struct{ Detail string }
	a.Decode(t, &problem)
	return problem.Detail
}

// Problems are the errors of a problem, message by field.
func (a *Answer) Problems(t testing.TB) map[string]string {
	t.Helper()
	var problem struct {
		Errors []struct{ Field, Message string }
	}
	a.Decode(t, &problem)
	byField := map[string]string{}
	for _, e := range problem.Errors {
		byField[e.Field] = e.Message
	}
	return byField
}

// List is the envelope of a list.
type List struct {
	Count    int64
	Next     *string
	Previous *string
	Results  []json.RawMessage
}

// List decodes the envelope of a list that was answered.
func (a *Answer) List(t testing.TB) *List {
	t.Helper()
	if a.Status != http.StatusOK {
		t.Fatalf("answered %d: %s", a.Status, a.Body)
	}
	var list List
	a.Decode(t, &list)
	return &list
}

// IDs are the crm__customer_id of a list's records, in their order.
func (l *List) IDs(t testing.TB) []string {
	t.Helper()
	ids := []string{}
	for _, result := range l.Results {
		var record struct {
			ID string `json:"crm__customer_id"`
		}
		if err := json.Unmarshal(result, &record); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, record.ID)
	}
	return ids
}

// Decode reads a JSON body into what a pointer leads to.
func (a *Answer) Decode(t testing.TB, into any) {
	t.Helper()
	if err := json.Unmarshal(a.Body, into); err != nil {
		t.Fatalf("answered %d with what is not JSON: %v: %.200s", a.Status, err, a.Body)
	}
}
