package browser

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// record is what went on in a window that should not: complaints of pages, and requests to others than the server.
type record struct {
	server string

	mu         sync.Mutex
	complaints []string
	allowed    []string // parts of complaints that the test expects
	dialogs    []string
}

func newRecord(server string) *record { return &record{server: server} }

// hear takes an event of the window. It is called where all its messages are read, so it is quick.
func (r *record) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			r.complain("the console: %s: %s", e.Type, textOf(e.Args))
		}
	case *runtime.EventExceptionThrown:
		r.complain("an exception: %s %s", e.ExceptionDetails.Text, textOf([]*runtime.RemoteObject{e.ExceptionDetails.Exception}))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			r.complain("the browser's log: %s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		if !r.mayAsk(e.Request.URL) {
			r.complain("a request to another host: %s", e.Request.URL)
		}
	case *network.EventWebSocketCreated:
		r.complain("a web socket: %s", e.URL)
	}
}

// mayAsk says whether an address is the server's, or asks nobody.
func (r *record) mayAsk(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	return u.Scheme == "data" || u.Scheme == "about" || u.Scheme == "blob" || u.Scheme+"://"+u.Host == r.server
}

func textOf(values []*runtime.RemoteObject) string {
	var texts []string
	for _, value := range values {
		switch {
		case value == nil:
		case value.Description != "":
			texts = append(texts, value.Description)
		default:
			texts = append(texts, string(value.Value))
		}
	}
	return strings.Join(texts, " ")
}

func (r *record) complain(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.complaints = append(r.complaints, fmt.Sprintf(format, args...))
}

func (r *record) asked(question string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.dialogs = append(r.dialogs, question)
}

func (r *record) questions() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.dialogs)
}

func (r *record) allow(part string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.allowed = append(r.allowed, part)
}

// all are the complaints that the test does not expect, each once.
func (r *record) all() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var unexpected []string
	for _, complaint := range r.complaints {
		expected := slices.ContainsFunc(r.allowed, func(part string) bool { return strings.Contains(complaint, part) })
		if !expected && !slices.Contains(unexpected, complaint) {
			unexpected = append(unexpected, complaint)
		}
	}
	return unexpected
}
