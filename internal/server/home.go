package server

import (
	_ "embed"
	"net/http"
)

//go:embed home.html
var homePage []byte

//go:embed home.css
var homeStyle []byte

// home is the page that says what this is and how to ask.
func home(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(homePage)
}

func homeCSS(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(homeStyle)
}
