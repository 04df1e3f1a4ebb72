package ui

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"callflow/internal/app"
	"callflow/internal/limit"
)

// Config is what an operator chooses.
type Config struct {
	Domain       string        // the account is the host's label before it; "" takes whatever account knows the e-mail
	OpenAPI      []byte        // the description of the API, for the page that shows it
	FirstRunCode string        // that whoever makes the first account has to know; "" where nobody may
	Limits       *limit.Limits // of requests and of guessed passwords, shared with the API
	Files        *limit.Files  // that are written at once, shared with the API
	MaxUpload    int64         // bytes of a file that is imported; 0 takes 2 GiB
	NotFound     http.Handler  // answers a program that asks for what is not there; nil answers it with a page
	Log          *slog.Logger
}

// Console answers every path that is not the API's.
type Console struct {
	App     *app.App
	Config  Config
	Limits  *limit.Limits
	Pages   *Templates
	static  *Static
	Files   *limit.Files
	streams streams
	mux     *http.ServeMux
	handler http.Handler
}

// NewSite makes a console that has no pages yet. A template that can't be read is an error here, not on its page.
func NewSite(a *app.App, config Config) (*Console, error) {
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	files, err := ReadStatic()
	if err != nil {
		return nil, err
	}
	pages, err := ReadTemplates(files)
	if err != nil {
		return nil, err
	}
	c := &Console{App: a, Config: config, Pages: pages, static: files, Limits: config.Limits, Files: config.Files, mux: http.NewServeMux()}
	c.mux.Handle("GET /static/{name}", c.static)
	c.mux.HandleFunc("/", c.notFound)
	c.handler = c.protected(c.mux)
	return c, nil
}

// pageAt is a path that can be opened: the one that is given, or where only forms are sent to it, the nearest page above it.
func (c *Console) pageAt(path string) string {
	for at, err := url.Parse(path); err == nil && len(at.Path) > 1; at = above(at) {
		if _, pattern := c.mux.Handler(&http.Request{Method: http.MethodGet, URL: at}); pattern != "/" {
			return at.RequestURI()
		}
	}
	return "/"
}

func above(u *url.URL) *url.URL { return &url.URL{Path: u.Path[:strings.LastIndexByte(u.Path, '/')]} }

// notFound tells a person by a page that nothing is there, and a program as the API would.
func (c *Console) notFound(w http.ResponseWriter, r *http.Request) {
	if c.Config.NotFound != nil && !strings.Contains(r.Header.Get("Accept"), "text/html") {
		c.Config.NotFound.ServeHTTP(w, r)
		return
	}
	c.NewRequest(w, r).Answer(func(*Request) error { return ErrNotFound })
}

// ServeHTTP answers a request.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) { c.handler.ServeHTTP(w, r) }

// protected lets no other site make a browser write here, and says what a page may load: what is the console's own.
func (c *Console) protected(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { c.NewRequest(w, r).fail(errOtherSite) }))
	guarded := guard.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "+
			"form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		h.Set("Referrer-Policy", "same-origin") // no-referrer would send forms without the origin that they are checked by
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		guarded.ServeHTTP(w, r)
	})
}
