package ui

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"

	"callflow/internal/web"
)

//go:embed static
var staticFiles embed.FS

// Static are the style, the script and the pictures. Their addresses carry a hash, so that a browser keeps them for good.
type Static struct {
	files      map[string][]byte
	compressed map[string][]byte // those that are smaller so
	hashes     map[string]string
}

// ReadStatic reads the files of the console.
func ReadStatic() (*Static, error) {
	s := &Static{files: make(map[string][]byte), compressed: make(map[string][]byte), hashes: make(map[string]string)}
	entries, err := fs.ReadDir(staticFiles, "static")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		text, err := fs.ReadFile(staticFiles, "static/"+entry.Name())
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(text)
		s.files[entry.Name()], s.hashes[entry.Name()] = text, hex.EncodeToString(sum[:6])
		small, err := web.Compress(web.Gzip, text)
		if err != nil {
			return nil, err
		}
		if len(small) < len(text) {
			s.compressed[entry.Name()] = small
		}
	}
	return s, nil
}

// path is where a page finds a file.
func (s *Static) path(name string) string { return "/static/" + name + "?v=" + s.hashes[name] }

// ServeHTTP answers a file.
func (s *Static) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	text, ok := s.files[name]
	if !ok {
		http.Error(w, "There is no such file.", http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	if r.URL.Query().Get("v") != s.hashes[name] { // of another version than this one
		h.Set("Cache-Control", "no-cache")
	}
	h.Set("Vary", "Accept-Encoding")
	if small := s.compressed[name]; small != nil && acceptsGzip(r) {
		h.Set("Content-Encoding", web.Gzip)
		text = small
	}
	h.Set("Content-Length", strconv.Itoa(len(text)))
	_, _ = w.Write(text)
}
