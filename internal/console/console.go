// Package console is the web console: pages where operators, agents and administrators look and work, written by the server as
// HTML that needs no script, and a little of our own script that makes them live. It sees no SQL and decides no permission:
// what it shows and does are verbs of internal/app.
package console

import (
	"net/http"

	"callflow/internal/app"
	"callflow/internal/console/apidocs"
	"callflow/internal/console/ui"
)

// New makes the console over the verbs. A template that can't be read is an error here, not on its page.
func New(a *app.App, config ui.Config) (http.Handler, error) {
	c, err := ui.NewSite(a, config)
	if err != nil {
		return nil, err
	}
	described, err := apidocs.Read(config.OpenAPI, c.Pages)
	if err != nil {
		return nil, err
	}
	register(c, described)
	return c, nil
}
