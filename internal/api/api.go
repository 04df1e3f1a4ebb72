// Package api is JSON over HTTP: it reads requests, calls the verbs of
// internal/app, and writes answers. It sees no SQL and decides no permission.
package api

import (
	"cmp"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/limit"
)

// Base is where the API begins.
const Base = "/api/v1"

// Config is what an operator may choose.
type Config struct {
	Domain                  string        // the account is the host's label before it; "" takes the token's
	IgnoreUnknownParameters bool          // for old clients: unknown query parameters are let pass
	RatePerMinute           int           // requests a user may make; 0 is without limit
	Heartbeat               time.Duration // of a stream on which nothing happens; 0 takes 15 seconds
	MaxUpload               int64         // bytes of a file that is imported; 0 takes 2 GiB
	CacheBytes              int64         // room for answers that are sent again; 0 takes the default
	Limits                  *limit.Limits // shared with the console; nil makes the API's own of RatePerMinute
	Files                   *limit.Files  // that are written at once, shared with the console; nil takes places of the API's own
	Log                     *slog.Logger
}

// API answers requests below Base.
type API struct {
	app    *app.App
	config Config
	mux    *http.ServeMux
	cache  *answerCache
	limits *limit.Limits
	ahead  *ahead
	files  *limit.Files
	guard  *http.CrossOriginProtection // browsers keep credentials of Basic, and send them for other sites too
}

// New makes the API over the verbs.
func New(a *app.App, config Config) (*API, error) {
	cache, err := newAnswerCache(config.CacheBytes)
	if err != nil {
		return nil, err
	}
	limits := config.Limits
	if limits == nil {
		if limits, err = limit.New(config.RatePerMinute); err != nil {
			return nil, err
		}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	api := &API{
		app: a, config: config, mux: http.NewServeMux(), cache: cache, limits: limits,
		files: cmp.Or(config.Files, limit.NewFiles()), guard: http.NewCrossOriginProtection(),
	}
	api.ahead = newAhead(api)
	api.register()
	return api, nil
}

// Stop ends streams and waits, which would go on for as long as their clients like, and interrupts jobs.
func (api *API) Stop() {
	api.app.Jobs.Stop()
	api.app.EndFeeds()
}

// Close waits for what is under way beside the requests. No request may come after it.
func (api *API) Close() {
	api.app.Jobs.End()
	api.app.Imports.End()
	api.ahead.close()
}

// register makes the routes answer, and what asks for nobody: the description of the API, and what is not there.
func (api *API) register() {
	paths := make(map[string]methods)
	for _, r := range api.routes() {
		if paths[r.path] == nil {
			paths[r.path] = make(methods)
		}
		paths[r.path][r.method] = r
	}
	for path, m := range paths {
		api.mux.Handle(Base+path, &served{api, m})
	}
	api.mux.HandleFunc(Base+"/openapi.yaml", api.openAPI)
	api.mux.HandleFunc("/", api.notFound)
}

// ServeHTTP answers a request. A trailing slash makes no difference, and nothing
// is redirected: a path that the mux would clean first is not there.
func (api *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	trimmed := withoutSlash(r)
	if unclean(trimmed.URL.EscapedPath()) {
		api.notFound(w, r)
		return
	}
	api.mux.ServeHTTP(w, trimmed)
}

func (api *API) notFound(w http.ResponseWriter, r *http.Request) {
	req := &request{api: api, writer: w, Request: r}
	req.fail(callflow.NotFoundError())
}

func unclean(path string) bool {
	return strings.Contains(path, "//") || strings.Contains(path+"/", "/./") || strings.Contains(path+"/", "/../")
}

// slashID stands for the id that is a slash and nothing else: the mux would take
// it for the end of the path. No id holds a NUL, so it stands for nothing else.
const slashID = "/\x00"

// withoutSlash drops one trailing slash of the path as it was sent: an escaped
// slash belongs to an id.
func withoutSlash(r *http.Request) *http.Request {
	path := r.URL.EscapedPath()
	trimmed := strings.TrimSuffix(path, "/")
	if strings.HasSuffix(strings.ToUpper(trimmed), "/%2F") {
		trimmed += "%00"
	}
	if trimmed == path || trimmed == "" {
		return r
	}
	clone := *r
	location := *r.URL
	location.RawPath = trimmed
	plain, err := url.PathUnescape(location.RawPath)
	if err != nil {
		return r
	}
	location.Path = plain
	clone.URL = &location
	return &clone
}
