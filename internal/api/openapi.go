package api

import (
	"bytes"
	_ "embed"
	"net/http"
	"time"
)

// OpenAPI is the description of every request and answer (OpenAPI 3.1). The
// tests hold each answer that they receive against it.
//
//go:embed openapi.yaml
var OpenAPI []byte

// openAPI answers the description. It needs no credentials: it tells nothing of an account.
func (api *API) openAPI(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		req := &request{api: api, writer: w, Request: r}
		req.fail(methods{http.MethodGet: {}}.notAllowed(req))
		return
	}
	w.Header().Set("Content-Type", "application/yaml")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	w.Header().Set("ETag", `"`+tagOf(OpenAPI)+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(OpenAPI))
}
