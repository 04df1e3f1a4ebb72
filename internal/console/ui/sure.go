package ui

import (
	"maps"
	"net/http"
	"slices"
)

// SureForm is the page that asks once more before something is done that can't be taken back. The page's script asks without it.
type SureForm struct {
	Frame
	Question string // a text of the catalogue
	About    string // what or whom it is done to
	Path     string // that the form is sent to
	Back     string // where it came from
	Fields   []Input
}

// sureAbout names what or whom a form is about, in the reader's language, or says that it is not there.
type sureAbout func(*Request) (string, error)

// Sure lets a handler do what can't be taken back only where the form says that its sender is sure, and asks else.
func Sure(question string, about sureAbout, handle Handler) Handler {
	return func(req *Request) error {
		if req.PostForm.Has("sure") {
			return handle(req)
		}
		name, err := about(req)
		if err != nil {
			return err
		}
		page := &SureForm{Frame: req.Frame("Are you sure?"), Question: question, About: name, Path: req.URL.RequestURI()}
		page.Back = req.Console.pageAt(LocalPath(refererPath(req.Request)))
		for _, name := range slices.Sorted(maps.Keys(req.PostForm)) {
			for _, value := range req.PostForm[name] {
				page.Fields = append(page.Fields, Input{Name: name, Value: value})
			}
		}
		return req.RenderAs(http.StatusOK, "sure", page)
	}
}
