package importpages

import (
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/importer"
	"callflow/internal/imports"
	"callflow/internal/tabular"
)

const (
	ownField       = "+" // of a select: a field is made for the column
	columnsMatched = 200 // that a page shows; those behind fill what their names say
	longestSample  = 60
)

// matchView is the page where columns are matched with fields.
type matchView struct {
	ui.Frame
	File       *imports.KeptFile
	Path       string
	Assignment *callflow.Assignment
	Problem    string
	Read       string // how the file is read
	Columns    []columnView
	Lines      []shownLine
	More       int  // columns that are not shown
	Unmatched  bool // a column has a name that no field has
	Campaigns  []campaignChoice
	Rules      []ui.Input
	Reading    []ui.Input // how the file may be read otherwise
	ReadAs     []fact
	Notes      []string
	Longer     string // of a file with more rows than types are found from
}

// columnView is a column of the file: what it may fill, and its first cells as they will be.
type columnView struct {
	ui.Input
	AsBefore  bool
	Unmatched bool
	Samples   []string
}

// shownLine is a row that is shown, and why it would be rejected.
type shownLine struct {
	Line   int
	Reason string
}

// fact is something that is told, with its name.
type fact struct{ Name, Text string }

// campaignChoice is a campaign that customers may be added to.
type campaignChoice struct {
	ID     int64
	Name   string
	Chosen bool
	Over   bool
}

func matchPage(req *fileRequest) error {
	chosen := req.file.Chosen()
	if chosen.Map == nil { // nothing was chosen yet
		chosen.CampaignIDs = req.likelyCampaigns()
	}
	page, err := req.matchView(&chosen)
	if err != nil {
		return err
	}
	return req.Render("import_match", page)
}

// likelyCampaigns is the campaign that the address names, else the only one that is called in: whoever imports into it wants to call.
func (req *fileRequest) likelyCampaigns() []int64 {
	if id, err := strconv.ParseInt(req.URL.Query().Get("campaign"), 10, 64); err == nil {
		return []int64{id}
	}
	var active []int64
	for _, campaign := range req.Console.App.Campaigns(req.Session, false) {
		if campaign.Assignment.ID == req.file.AssignmentID {
			active = append(active, campaign.ID)
		}
	}
	if len(active) != 1 {
		return nil
	}
	return active
}

// readAs tells apart in how many ways a file may be read: what is chosen of its columns is about one of them.
func readAs(o tabular.Options) string {
	return strings.Join([]string{string(o.Encoding), strconv.Itoa(int(o.Delimiter)), o.Sheet, strconv.Itoa(o.HeaderRow), strconv.FormatBool(o.OwnLine)}, "|")
}

func (req *fileRequest) matchView(chosen *importer.Request) (*matchView, error) {
	page := &matchView{
		Frame: req.Frame("Match the columns"), File: req.file, Path: filePath(req.file), Read: readAs(req.preview.Options),
		Assignment: req.Session.Setup.Assignments[req.file.AssignmentID],
	}
	page.Name, page.Here = req.file.Name, page.Path
	explained, err := req.Console.App.Imports.ExplainFile(req.Context(), req.Session, req.file, chosen)
	if err != nil {
		return nil, err
	}
	targets := req.targets(chosen)
	for i := range req.preview.Columns {
		if i == columnsMatched {
			page.More = len(req.preview.Columns) - i
			break
		}
		column := req.columnView(page.Reader, i, targets[i])
		for k := range explained.Rows {
			column.Samples = append(column.Samples, ui.Shorten(explained.Rows[k].Cells[i], longestSample))
		}
		for _, question := range explained.Questions {
			if question.Column == i {
				column.Problem = importProblem(page.Reader, question.Err)
			}
		}
		page.Unmatched = page.Unmatched || column.Unmatched
		page.Columns = append(page.Columns, column)
	}
	for i := range explained.Rows {
		page.Lines = append(page.Lines, shownLine{explained.Rows[i].Line, page.Reasons(explained.Rows[i].Reason)})
	}
	page.Notes, page.ReadAs = importNotes(page.Reader, explained.Notes), readAsFacts(page.Reader, req.preview)
	if req.preview.Longer {
		page.Longer = page.T("The types are those of the first %s rows. The dry run looks at all.", page.Number(importer.RowsToGuess))
	}
	today := req.Console.App.Today(req.Session)
	for _, campaign := range req.Session.Setup.CampaignsOf(req.file.AssignmentID) {
		page.Campaigns = append(page.Campaigns, campaignChoice{
			ID: campaign.ID, Name: campaign.Name, Chosen: slices.Contains(chosen.CampaignIDs, campaign.ID), Over: !campaign.IsActive(today),
		})
	}
	page.Rules = req.rules(page.Reader, chosen)
	for _, question := range explained.Questions {
		for i := range page.Rules {
			if page.Rules[i].Name == question.Option && page.Rules[i].Problem == "" {
				page.Rules[i].Problem = importProblem(page.Reader, question.Err)
			}
		}
	}
	page.Reading = slices.Concat(readingInputs(page.Reader, req.preview.Options, req.preview.Sheets), lineInputs(page.Reader, req.preview))
	return page, nil
}

// targets are what the columns fill as it was chosen, or else as their names say.
func (req *fileRequest) targets(chosen *importer.Request) []string {
	targets := make([]string, len(req.preview.Columns))
	for i := range targets {
		column := &req.preview.Columns[i]
		target, said := chosen.Map[column.Name]
		switch {
		case chosen.Map == nil:
			target = column.Target
		case !said:
			target = ownField
		}
		targets[i] = target
	}
	return targets
}

func (req *fileRequest) columnView(read locale.Reader, i int, target string) columnView {
	column := &req.preview.Columns[i]
	view := columnView{AsBefore: column.AsBefore, Unmatched: column.Own && target == ""}
	view.Input = ui.Input{Name: "column-" + strconv.Itoa(i), Label: column.Name, Kind: "select"}
	add := func(value, text string) {
		view.Options = append(view.Options, ui.Option{Value: value, Text: text, Selected: value == target})
	}
	add("", read.T("– leave it out –"))
	if column.Own {
		add(ownField, read.T("A new field: %s", read.T(typeTexts[column.Type])))
	}
	add(callflow.KeyCustomerID, read.T("Customer's id"))
	for _, field := range append(slices.Clone(callflow.StandardFields), callflow.SegmentField) {
		add(field.Key, read.T(ui.StandardLabels[field.Key]))
		if field.Key != nameKey {
			continue
		}
		for _, part := range importer.NameParts() {
			add(part, read.T(partLabels[part]))
		}
	}
	fields := req.Session.Setup.Fields[req.file.AssignmentID]
	for i := range fields {
		add(fields[i].LookupID(), fields[i].Key+" ("+read.T(typeTexts[fields[i].Type])+")")
	}
	return view
}

var nameKey = callflow.StandardFields[0].Key

// partLabels are what people call the parts of a name.
var partLabels = map[string]string{"first_name": "First name", "middle_name": "Middle name", "last_name": "Last name"}

// typeTexts are what people call the types of fields.
var typeTexts = map[callflow.FieldType]string{
	callflow.Text: "text", callflow.Integer: "whole number", callflow.Decimal: "number", callflow.Date: "date", callflow.Boolean: "true or false",
	callflow.Choice: "one of a list",
}
