package api

import (
	"strings"
)

// origin is the scheme and host that the client used. internal/server has found
// them out and checked them, and put them into the request's URL.
func (req *request) origin() string {
	if req.URL.Scheme != "" {
		return req.URL.Scheme + "://" + req.URL.Host
	}
	if req.TLS != nil {
		return "https://" + req.Host
	}
	return "http://" + req.Host
}

// path is the path as the client wrote it, its trailing slash included.
func (req *request) path() string {
	path, _, _ := strings.Cut(req.RequestURI, "?")
	if !strings.HasPrefix(path, "/") { // an absolute request target
		return req.URL.EscapedPath()
	}
	return path
}
