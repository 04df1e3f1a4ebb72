package console

import (
	"maps"
	"net/http"
	"slices"
)

// sureForm is the page that asks once more before something is done that can't be taken back. The page's script asks without it.
type sureForm struct {
	frame
	Question string // a text of the catalogue
	Path     string // that the form is sent to
	Back     string // where it came from
	Fields   []input
}

// sure lets a handler do what can't be taken back only where the form says that its sender is sure, and asks else.
func sure(question string, handle handler) handler {
	return func(req *request) error {
		if req.PostForm.Has("sure") {
			return handle(req)
		}
		page := &sureForm{frame: req.frame("Are you sure?"), Question: question, Path: req.URL.RequestURI()}
		page.Back = req.console.pageAt(localPath(refererPath(req.Request)))
		for _, name := range slices.Sorted(maps.Keys(req.PostForm)) {
			for _, value := range req.PostForm[name] {
				page.Fields = append(page.Fields, input{Name: name, Value: value})
			}
		}
		return req.renderAs(http.StatusOK, "sure", page)
	}
}
