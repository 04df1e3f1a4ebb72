package server

import (
	"strings"
	"testing"
)

func TestAPathIsLoggedWithoutItsIDs(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/":                        "/",
		"":                         "",
		"/api/v1/customers/0712/":  "/api/v1/customers/*/",
		"/api/v1/customers/a%2Fb/": "/api/v1/customers/*/",
		"/acme/campaigns/998/desk": "/*/campaigns/*/desk",
		"//kari@eksempel.example":  "//*",
		strings.Repeat("/api", 11): strings.Repeat("/api", 11),
		strings.Repeat("/api", 12): "/*",
	} {
		if got := shapeOf(path); got != want {
			t.Errorf("%s is logged as %s, want %s", path, got, want)
		}
	}
}
