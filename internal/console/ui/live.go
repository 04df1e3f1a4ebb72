package ui

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/web"
)

// Part is a piece of a page that lives: the element with this id is replaced by the HTML.
type Part struct {
	ID   string `json:"id"`
	HTML string `json:"html"`
}

// How often a page that lives is told anew.
const (
	LiveEvery = 700 * time.Millisecond // how often at the most a page is told anew
	LiveWait  = 20 * time.Second       // after which it is told what time alone changes, and the browser that it is still served
)

// Live sends a page's parts as they change, until the browser goes, is signed out, or the server stops. What is sent first is how all stand now.
func (req *Request) Live(parts func(*Request) ([]Part, auth.Moment, error)) error {
	return req.Lasting(func(req *Request) ([]Part, func() bool, error) {
		found, moment, err := parts(req)
		return found, func() bool { return req.awaitChange(moment) }, err
	})
}

// Lasting sends what look finds, again and again: wait returns when it is time to look once more, false when there is nobody to look for.
func (req *Request) Lasting(look func(*Request) (found []Part, wait func() bool, err error)) error {
	release, err := req.openStream()
	if err != nil {
		return err
	}
	defer release()
	stream := web.NewEventStream(req.Writer)
	if req.Method == http.MethodHead {
		return nil
	}
	sent := make(map[string]string)
	for begun := false; ; begun = true {
		found, wait, err := look(req)
		if err != nil && !begun {
			return err
		}
		// Where it ends, the browser comes back, and hears why it may not.
		if goesOn := err == nil && sendParts(stream, found, sent) && wait() && req.stillSignedIn(); !goesOn {
			return nil
		}
	}
}

func (req *Request) stillSignedIn() bool { return req.findSession() == nil && req.Session != nil }

// sendParts sends those that are not what was sent before; false when the browser is gone.
func sendParts(stream *web.EventStream, parts []Part, sent map[string]string) bool {
	text := []byte(web.Heartbeat) // so that a connection that is gone is found
	for _, p := range parts {
		if sent[p.ID] == p.HTML {
			continue
		}
		sent[p.ID] = p.HTML
		packed, err := json.Marshal(p)
		if err != nil {
			return false
		}
		text = web.AppendEvent(text, 0, packed)
	}
	return stream.Send(text)
}

// awaitChange waits until the account has gone on from a moment, and a little longer: many changes are told at once.
// false when the browser is gone or the server stops.
func (req *Request) awaitChange(moment auth.Moment) bool {
	pause := time.NewTimer(LiveEvery)
	defer pause.Stop()
	web.ExtendDeadlines(req.Writer, LiveWait)
	next := &app.ChangeRequest{After: req.Session.Setup.Token(moment.Seq), Limit: 1, Wait: LiveWait, Page: true}
	_, err := req.Console.App.Changes(req.Context(), req.Session, next)
	if err != nil {
		return false
	}
	select {
	case <-pause.C:
		return true
	case <-req.Context().Done():
	case <-req.Console.App.Ending():
	}
	return false
}

// Piece renders a part of a page on one line, as events carry it.
func (req *Request) Piece(page, name string, data any) (string, error) {
	text, err := req.Console.Pages.Execute(page, name, data)
	return strings.TrimSpace(string(text)), err
}
