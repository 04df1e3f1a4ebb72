package setuppages

import (
	"net/url"
	"slices"

	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/setup"
)

// tableView is a list of things, with links to change them.
type tableView struct {
	locale.Reader
	Element   string
	Texts     tableTexts
	AddPath   string
	OrderPath string // where the form goes that orders several at once
	Columns   []tableCell
	Rows      []tableRow
	Ordered   bool
	Whole     bool // the page is about the list alone, and has its heading
}

type tableTexts struct{ Many, Add, None, Note string }

type tableCell struct {
	Text   string
	Number bool
}

type tableRow struct {
	ID          string
	Place       int // in the order, from 1
	Path        string
	Name        string // for those who don't see the row
	Cells       []tableCell
	First, Last bool
	Focus       string // the button that moved it a moment ago: up, down or ""
}

// tableOf says which things of a kind are listed: those of an owner, and of these the ones that name a thing in a member.
type tableOf struct {
	ownerID   int64
	by, named string // "" for all
}

// table lists things of a kind.
func (k *Kind) table(req *ui.Request, of tableOf) (*tableView, error) {
	things, err := k.all(req, of.ownerID)
	if err != nil {
		return nil, err
	}
	if of.by != "" {
		things = slices.DeleteFunc(things, func(values url.Values) bool { return values.Get(of.by) != of.named })
	}
	t := &tableView{
		Reader: req.Reader, Element: k.Name, AddPath: k.list(of.ownerID) + "/new", OrderPath: k.list(of.ownerID) + "/order", Ordered: k.Ordered,
		Texts: tableTexts{k.texts.many, k.texts.add, k.texts.none, k.texts.note},
	}
	if of.by != "" {
		t.AddPath += "?" + url.Values{of.by: {of.named}}.Encode()
	}
	t.addRows(req, k, of, things)
	return t, nil
}

func (t *tableView) addRows(req *ui.Request, k *Kind, of tableOf, things []url.Values) {
	moved := req.URL.Query().Get("moved")
	t.Rows = make([]tableRow, len(things))
	for i, values := range things {
		id := values.Get("id")
		t.Rows[i] = tableRow{ID: id, Place: i + 1, Path: k.list(of.ownerID) + "/" + id, Name: k.callName(values), First: i == 0, Last: i == len(things)-1}
		switch moved {
		case k.Name + "-" + id + "-" + moveUp:
			t.Rows[i].Focus = moveUp
		case k.Name + "-" + id + "-" + moveDown:
			t.Rows[i].Focus = moveDown
		}
	}
	for column, name := range k.columns {
		if name == of.by { // the page says it
			continue
		}
		m := k.member(name)
		if column == 0 && len(k.called) > 1 { // one name alone does not tell them apart
			t.Columns = append(t.Columns, tableCell{Text: t.T(k.texts.one)})
			for i := range things {
				t.Rows[i].Cells = append(t.Rows[i].Cells, tableCell{Text: t.Rows[i].Name})
			}
			continue
		}
		t.Columns = append(t.Columns, tableCell{t.T(m.label), m.as == asNumber})
		options := m.options(req, of.ownerID)
		for i, values := range things {
			t.Rows[i].Cells = append(t.Rows[i].Cells, tableCell{m.cell(req, values[name], options), m.as == asNumber})
		}
	}
}

// all are the things of a kind, in order.
func (k *Kind) all(req *ui.Request, ownerID int64) ([]url.Values, error) {
	all, err := setup.List(req.Session, &setup.Request{Noun: k.noun, OwnerID: ownerID})
	if err != nil {
		return nil, err
	}
	things := make([]url.Values, len(all))
	for i, thing := range all {
		things[i] = k.values(thing)
	}
	return things, nil
}

type listView struct {
	ui.Frame
	Crumbs []crumb
	Table  *tableView
}

// ListPage lists the things of the account; those of an owner are listed on its page.
func (k *Kind) ListPage(req *ui.Request) error {
	r, err := k.request(req)
	if err != nil {
		return err
	}
	if k.owned() {
		req.SeeOther(k.listed(r.OwnerID))
		return nil
	}
	table, err := k.table(req, tableOf{})
	if err != nil {
		return err
	}
	table.Whole = true
	return req.Render("setup_list", &listView{Frame: req.Frame(k.texts.many), Crumbs: crumbs(req), Table: table})
}
