package server

import "strings"

// known are the words that paths are made of. Whatever else stands in a path is
// an id, or a stranger's invention, and is logged as a star.
var known = map[string]bool{
	"": true, "api": true, "v1": true, "assignments": true, "campaigns": true, "client_access": true,
	"callflow_customers": true, "crm_custom_fields": true, "customers": true, "openapi.yaml": true, "healthz": true,
	"clients": true, "call_states": true, "outcomes": true, "products": true, "changes": true,
	"call_outcomes": true, "claim": true, "skip": true, "next_customer": true,
	"static": true, "console.css": true, "console.js": true, "icon.svg": true, "sign-in": true, "sign-out": true, "sign-out-everywhere": true,
	"first-run": true, "preferences": true, "live": true, "export": true, "move": true, "add": true, "remove": true, "customer": true, "edit": true,
	"new": true, "anonymize": true, "desk": true, "next": true, "release": true, "imports": true, "set-up": true, "reference": true, "audit": true,
	"users": true, "tokens": true, "mirrors": true, "fields": true,
	"history": true, "explain": true, "statistics": true, "dry_run": true, "product_registrations": true,
}

// shapeOf is a path without its ids.
func shapeOf(path string) string {
	if strings.Count(path, "/") > 11 {
		return "/*"
	}
	shape := make([]byte, 0, 128)
	for rest, more := path, true; more; {
		var part string
		part, rest, more = strings.Cut(rest, "/")
		if !known[part] {
			part = "*"
		}
		shape = append(shape, part...)
		if more {
			shape = append(shape, '/')
		}
	}
	return string(shape)
}
