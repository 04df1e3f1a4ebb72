package console

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"callflow/internal/app"
	"callflow/internal/web"
)

// fieldChange is the page that shows what becomes of customers' values before a field's type changes.
type fieldChange struct {
	frame
	Path    string // that the form is sent to, and where the field is shown
	Figures []figure
	Choices []string // that go
	Values  []app.UnreadableValue
	Wipes   bool // there are values that can't be read
	Retyped bool // some values are changed already, by a change that was interrupted
	Fields  []input
}

// changeField changes a custom field. Where its type changes and customers have values, it first shows what becomes of them.
func changeField(req *request) error {
	kind := kindNamed("fields")
	r, err := kind.typed(req, app.ChangeThing)
	if err != nil {
		return err
	}
	held, err := kind.held(req, r)
	if err != nil {
		return err
	}
	if held.retyped == "" && held.values.Get("type") == req.PostForm.Get("type") { // the values stay as they are
		r.Members = slices.DeleteFunc(r.Members, func(m app.Member) bool { return m.Name == "type" })
		return kind.changeTo(req, r)
	}
	web.ExtendDeadlines(req.writer, web.LongestChange)
	r.DropUnreadable = req.PostForm.Has("wipe")
	if req.PostForm.Has("sure") {
		return kind.changeTo(req, r)
	}
	_, report, err := req.console.app.FieldDryRun(req.Context(), req.session, r)
	if err != nil {
		return kind.refused(req, r, err)
	}
	if report.Values == 0 {
		return kind.changeTo(req, r)
	}
	return showFieldChange(req, held, report)
}

// retypedFrom is a type that a custom field had, in the reader's language; "" for none.
func retypedFrom(req *request, from string) string {
	for _, word := range kindNamed("fields").member("type").words {
		if word.Value == from {
			return req.reader.T(word.Text)
		}
	}
	return ""
}

func showFieldChange(req *request, held *setupShown, report *app.FieldReport) error {
	page := &fieldChange{frame: req.frame("What becomes of the values"), Choices: report.RemovedChoices, Values: report.Examples}
	page.Path = kindNamed("fields").list(held.request.OwnerID) + "/" + strconv.FormatInt(held.request.ID, 10)
	page.Name, page.Wipes, page.Retyped = held.name, report.Unreadable > 0, held.retyped != ""
	for _, counted := range []struct {
		name  string
		count int64
	}{
		{"Customers with a value", report.Values}, {"Can be read as the new type", report.Readable},
		{"Are written otherwise then", report.Rewritten}, {"Can't be read, and would be wiped", report.Unreadable},
	} {
		page.Figures = append(page.Figures, figure{Name: req.reader.T(counted.name), Count: counted.count})
	}
	for _, name := range slices.Sorted(maps.Keys(req.PostForm)) {
		for _, value := range req.PostForm[name] {
			page.Fields = append(page.Fields, input{Name: name, Value: value})
		}
	}
	return req.renderAs(http.StatusOK, "setup_field", page)
}
