package api

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/zeebo/xxh3"

	"callflow/internal/auth"
	"callflow/internal/web"
)

// tagOf hashes a body: the tag changes when, and only when, the body does.
func tagOf(body []byte) string {
	sum := xxh3.Hash128(body)
	return fmt.Sprintf("%016x%016x", sum.Hi, sum.Lo)
}

// tagFor is the entity tag of one encoding: strong tags must differ where the
// bytes do (RFC 9110, 8.8.3.3).
func tagFor(tag, encoding string) string {
	if encoding == web.Identity {
		return `"` + tag + `"`
	}
	return `"` + tag + "-" + encoding + `"`
}

// hasTag says whether If-None-Match names the tag, in whatever encoding it was seen.
func (req *request) hasTag(tag string) bool { return names(req.Header.Get("If-None-Match"), tag) }

// names says whether a list of entity tags names one.
func names(list, tag string) bool {
	for candidate := range strings.SplitSeq(list, ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == "*" {
			return true
		}
		candidate = strings.Trim(candidate, `"`)
		candidate = strings.TrimSuffix(strings.TrimSuffix(candidate, "-"+web.Gzip), "-"+web.Zstd)
		if candidate == tag && tag != "" {
			return true
		}
	}
	return false
}

// headers sets what every JSON answer has, a 304 too.
func (req *request) headers(tag, encoding string, moment auth.Moment) {
	h := req.writer.Header()
	h.Set("ETag", tagFor(tag, encoding))
	h.Set("Cache-Control", "private, no-store")
	h.Set("Vary", "Accept, Accept-Encoding, Authorization")
	h.Set("Callflow-Sync-Token", req.token(moment.Seq))
}

// token is a seq of the account's clock as callers are told it.
func (req *request) token(seq int64) string {
	return strconv.FormatInt(req.session.Setup.Token(seq), 10)
}

func (req *request) notModified(tag, encoding string, moment auth.Moment) {
	req.headers(tag, encoding, moment)
	req.writer.WriteHeader(http.StatusNotModified)
}

// write sends a body that is encoded already.
func (req *request) write(status int, encoding string, body []byte) {
	if req.told > 0 && req.Method != http.MethodHead {
		req.api.app.NoteRead(req.session, req.reads, req.told)
	}
	h := req.writer.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if encoding != web.Identity {
		h.Set("Content-Encoding", encoding)
	}
	req.writer.WriteHeader(status)
	_, _ = req.writer.Write(body) // the client has gone: there is nobody to tell
}

// sendJSON answers a body with its tag, or 304 where the client has it.
func (req *request) sendJSON(status int, body []byte, moment auth.Moment) error {
	tag := tagOf(body)
	if status == http.StatusOK && req.hasTag(tag) {
		req.notModified(tag, req.encodingFor(body), moment)
		return nil
	}
	encoding := req.encodingFor(body)
	if encoding != web.Identity {
		var err error
		if body, err = web.Compress(encoding, body); err != nil {
			return err
		}
	}
	req.headers(tag, encoding, moment)
	req.write(status, encoding, body)
	return nil
}

// leastCompressed is the size below which compressing gains nothing.
const leastCompressed = 1024

func (req *request) chooseEncoding() string {
	return web.ChooseEncoding(req.Header.Get("Accept-Encoding"), web.Gzip, web.Zstd)
}

func (req *request) encodingFor(body []byte) string {
	if len(body) < leastCompressed {
		return web.Identity
	}
	return req.chooseEncoding()
}
