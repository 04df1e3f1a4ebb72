package server

import "strings"

// known are the words that paths are made of. Whatever else stands in a path is
// an id, or a stranger's invention, and is logged as a star.
var known = map[string]bool{
	"": true, "api": true, "v1": true, "assignments": true, "campaigns": true, "client_access": true,
	"callflow_customers": true, "crm_custom_fields": true, "customers": true, "openapi.yaml": true, "healthz": true,
	"clients": true, "call_states": true, "outcomes": true, "products": true, "changes": true,
	"call_outcomes": true, "claim": true, "next_customer": true,
	"history": true, "explain": true, "statistics": true, "dry_run": true, "product_registrations": true,
}

// shapeOf is a path without its ids.
func shapeOf(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) > 12 {
		return "/*"
	}
	for i, part := range parts {
		if !known[part] {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}
