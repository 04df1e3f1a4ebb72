package setuppages

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"callflow/internal/console/ui"
	"callflow/internal/setup"
	"callflow/internal/web"
)

// fieldView is the page that shows what becomes of customers' values before a field's type changes.
type fieldView struct {
	ui.Frame
	Path    string // that the form is sent to, and where the field is shown
	Figures []ui.Figure
	Choices []string // that go
	Values  []setup.UnreadableValue
	Wipes   bool // there are values that can't be read
	Retyped bool // some values are changed already, by a change that was interrupted
	Fields  []ui.Input
}

// ChangeField changes a custom field. Where its type changes and customers have values, it first shows what becomes of them.
func ChangeField(req *ui.Request) error {
	kind := kindNamed("fields")
	r, err := kind.typed(req, setup.Change)
	if err != nil {
		return err
	}
	held, err := kind.held(req, r)
	if err != nil {
		return err
	}
	if held.retyped == "" && held.values.Get("type") == req.PostForm.Get("type") { // the values stay as they are
		setup.Leave(r.Edit, "type")
		return kind.changeTo(req, r)
	}
	web.ExtendDeadlines(req.Writer, web.LongestChange)
	r.DropUnreadable = req.PostForm.Has("wipe")
	if req.PostForm.Has("sure") {
		return kind.changeTo(req, r)
	}
	report, _, err := req.Console.App.Setup.FieldDryRun(req.Context(), req.Session, r)
	if err != nil {
		return kind.refused(req, r, err)
	}
	if report.Values == 0 {
		return kind.changeTo(req, r)
	}
	return showFieldChange(req, held, report)
}

// retypedFrom is a type that a custom field had, in the reader's language; "" for none.
func retypedFrom(req *ui.Request, from string) string {
	for _, word := range kindNamed("fields").member("type").words {
		if word.Value == from {
			return req.Reader.T(word.Text)
		}
	}
	return ""
}

func showFieldChange(req *ui.Request, held *shownThing, report *setup.FieldReport) error {
	page := &fieldView{Frame: req.Frame("What becomes of the values"), Choices: report.RemovedChoices, Values: report.Examples}
	page.Path = kindNamed("fields").list(held.request.OwnerID) + "/" + strconv.FormatInt(held.request.ID, 10)
	page.Name, page.Wipes, page.Retyped = held.name, report.Unreadable > 0, held.retyped != ""
	for _, counted := range []struct {
		name  string
		count int64
	}{
		{"Customers with a value", report.Values}, {"Can be read as the new type", report.Readable},
		{"Are written otherwise then", report.Rewritten}, {"Can't be read, and would be wiped", report.Unreadable},
	} {
		page.Figures = append(page.Figures, ui.Figure{Name: req.Reader.T(counted.name), Count: counted.count})
	}
	for _, name := range slices.Sorted(maps.Keys(req.PostForm)) {
		for _, value := range req.PostForm[name] {
			page.Fields = append(page.Fields, ui.Input{Name: name, Value: value})
		}
	}
	return req.RenderAs(http.StatusOK, "setup_field", page)
}
