package api

import (
	"crypto/sha256"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"callflow/internal/api/wire"
	"callflow/internal/auth"
	"callflow/internal/web"
)

// largestBody bounds the body of a request; files are streamed elsewhere.
const largestBody = 1 << 20

// prepareWrite reads what every write may carry: its body, an Idempotency-Key, If-Match.
func (req *request) prepareWrite() error {
	body, err := io.ReadAll(http.MaxBytesReader(req.writer, req.Body, largestBody))
	if err != nil {
		return bodyError(err)
	}
	req.sent = body
	if wanted := req.Header.Get("If-Match"); wanted != "" {
		req.session.Match = func(record []byte) bool { return names(wanted, tagOf(record)) }
	}
	keys := req.Header.Values("Idempotency-Key")
	if len(keys) == 0 {
		return nil
	}
	return req.setKey(keys, req.URL.RawQuery, body)
}

// prepareUpload is prepareWrite for a body that is a file: what is in it is part of the request too, and known when it has come.
func (req *request) prepareUpload() error {
	keys := req.Header.Values("Idempotency-Key")
	if len(keys) == 0 {
		return nil
	}
	return req.setKey(keys, withoutWait(req.URL.RawQuery), nil)
}

// withoutWait leaves wait out of the query of an upload: how long the sender waits for the answer says nothing of what is imported.
func withoutWait(raw string) string {
	pairs := strings.Split(raw, "&")
	return strings.Join(slices.DeleteFunc(pairs, func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		return err == nil && name == waitParameter
	}), "&")
}

// setKey names the request by its key, and by all that it asks for.
func (req *request) setKey(keys []string, query string, body []byte) error {
	hash := sha256.New()
	for _, part := range []string{req.Method, req.path(), query, req.Header.Get("If-Match")} {
		_, _ = io.WriteString(hash, part+"\x00") // a hash never fails
	}
	_, _ = hash.Write(body)
	req.session.Key = &auth.RequestKey{Key: strings.Join(keys, ", "), Request: hash.Sum(nil)}
	return req.session.Key.Validate()
}

// members reads the body as a JSON object, its members in the order that they were sent.
func (req *request) members() ([]wire.Member, error) {
	if err := req.wantJSON(); err != nil {
		return nil, err
	}
	if !utf8.Valid(req.sent) {
		return nil, wire.ParseError("the body is not UTF-8")
	}
	return wire.ParseObject(req.sent)
}

// optionalMembers is members where a request without a body is as good as an empty object. A body of another type is none, also an empty one.
func (req *request) optionalMembers() ([]wire.Member, error) {
	if len(req.sent) == 0 && req.Header.Get("Content-Type") == "" {
		return nil, nil
	}
	if err := req.wantJSON(); err != nil {
		return nil, err
	}
	if len(req.sent) == 0 {
		return nil, nil
	}
	return req.members()
}

// answered sends what a write answers: 201 with its place, 200, or 204 where there is nothing to show.
func (req *request) answered(a *auth.Answer, err error) error {
	if err != nil {
		return err
	}
	h := req.writer.Header()
	h.Set("Callflow-Sync-Token", strconv.FormatInt(a.Token, 10))
	h.Set("Cache-Control", "no-store")
	if a.Replayed {
		h.Set("Idempotent-Replayed", "true")
	}
	if len(a.Body) == 0 {
		req.writer.WriteHeader(http.StatusNoContent)
		return nil
	}
	status := http.StatusOK
	if a.Created {
		status = http.StatusCreated
	}
	if a.Location != "" {
		h.Set("Location", web.Origin(req.Request)+strings.TrimSuffix(req.path(), "/")+"/"+escapeID(a.Location))
	}
	tagged := a.Body
	if a.Record != nil {
		tagged = a.Record
	}
	h.Set("ETag", tagFor(tagOf(tagged), web.Identity))
	req.write(status, web.Identity, a.Body)
	return nil
}
