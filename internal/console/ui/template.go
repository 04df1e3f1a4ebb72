package ui

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"

	"callflow/internal/web"
)

// TemplateFiles are the templates as they were written.
//
//go:embed templates/*
var TemplateFiles embed.FS

// Templates are the pages, each with the frame and the parts that all may use.
type Templates struct{ Pages map[string]*template.Template }

// shared are the templates that every page may use: the frame, and the parts whose names begin with an underscore.
const shared = "templates/_*.html"

// ReadTemplates reads the templates of all pages, which name the files.
func ReadTemplates(files *Static) (*Templates, error) {
	functions := template.FuncMap{"static": files.path, "list": func(values ...any) []any { return values }}
	base, err := template.New("").Funcs(functions).Option("missingkey=error").ParseFS(TemplateFiles, shared)
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(TemplateFiles, "templates/[a-z]*.html")
	if err != nil {
		return nil, err
	}
	t := &Templates{Pages: make(map[string]*template.Template)}
	for _, name := range names {
		page, err := base.Clone()
		if err == nil {
			page, err = page.ParseFS(TemplateFiles, name)
		}
		if err != nil {
			return nil, err
		}
		t.Pages[strings.TrimSuffix(path.Base(name), ".html")] = page
	}
	return t, nil
}

// Execute writes a template of a page, or a part of it, into a buffer: an error shows before the first byte is sent.
func (t *Templates) Execute(page, part string, data any) ([]byte, error) {
	found := t.Pages[page]
	if found == nil {
		return nil, fmt.Errorf("there is no page %s", page)
	}
	var buffer bytes.Buffer
	err := found.ExecuteTemplate(&buffer, part, data)
	return buffer.Bytes(), err
}

// Render answers a page.
func (req *Request) Render(page string, data any) error {
	return req.RenderAs(http.StatusOK, page, data)
}

// RenderAs answers a page with a status of its own.
func (req *Request) RenderAs(status int, page string, data any) error {
	body, err := req.Console.Pages.Execute(page, "frame", data)
	if err != nil {
		return fmt.Errorf("page %s: %w", page, err)
	}
	h := req.Writer.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store") // it is somebody's, and of a moment
	h.Set("Content-Language", req.Reader.Language)
	h.Set("Vary", "Accept-Encoding")
	if len(body) > compressWorth && acceptsGzip(req.Request) {
		h.Set("Content-Encoding", web.Gzip)
		if body, err = web.Compress(web.Gzip, body); err != nil {
			return fmt.Errorf("page %s: %w", page, err)
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	req.Writer.WriteHeader(status)
	_, _ = req.Writer.Write(body) // the browser has gone: there is nobody to tell
	return nil
}

// compressWorth is from how many bytes on a page is compressed.
const compressWorth = 4 << 10

func acceptsGzip(r *http.Request) bool {
	return web.ChooseEncoding(r.Header.Get("Accept-Encoding"), web.Gzip) == web.Gzip
}
