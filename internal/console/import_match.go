package console

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/tabular"
)

const (
	ownField       = "+" // of a select: a field is made for the column
	columnsMatched = 200 // that a page shows; those behind fill what their names say
	longestSample  = 60
)

// fileRequest is a request about a file that was sent, with what is known of it.
type fileRequest struct {
	*request
	file    *app.KeptFile
	preview *app.ImportPreview
}

// waiting answers about a file that waits to be imported; one that was imported leads to its import.
func waiting(handle func(*fileRequest) error) handler {
	return func(req *request) error {
		asked, err := req.ofFile()
		if err != nil {
			return err
		}
		if asked.file.Import() != 0 {
			req.seeOther(asked.imported())
			return nil
		}
		return handle(asked)
	}
}

func (req *request) ofFile() (*fileRequest, error) {
	file, err := req.console.app.KeptImportFile(req.session, req.PathValue("file_id"))
	if err != nil {
		return nil, err
	}
	asked := &fileRequest{request: req, file: file}
	if file.Import() != 0 {
		return asked, nil
	}
	asked.preview, err = req.console.app.PreviewImport(req.Context(), req.session, file, file.Chosen().Options)
	return asked, err
}

// imported is where the file's import is shown.
func (req *fileRequest) imported() string {
	return importPath(req.file.AssignmentID, req.file.Import())
}

func importPath(assignmentID, id int64) string {
	return fmt.Sprintf("/imports/%d/%d", assignmentID, id)
}

// matchView is the page where columns are matched with fields.
type matchView struct {
	frame
	File       *app.KeptFile
	Path       string
	Assignment *callflow.Assignment
	Problem    string
	Read       string // how the file is read
	Columns    []columnView
	Lines      []int // of the rows that are shown
	More       int   // columns that are not shown
	Unmatched  bool  // a column has a name that no field has
	Campaigns  []campaignChoice
	Rules      []input
	Reading    []input // how the file may be read otherwise
}

// columnView is a column of the file: what it may fill, and its first cells.
type columnView struct {
	input
	AsBefore  bool
	Unmatched bool
	Samples   []string
}

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
	return req.render("import_match", req.matchView(&chosen))
}

// likelyCampaigns is the campaign that the address names, else the only one that is called in: whoever imports into it wants to call.
func (req *fileRequest) likelyCampaigns() []int64 {
	if id, err := strconv.ParseInt(req.URL.Query().Get("campaign"), 10, 64); err == nil {
		return []int64{id}
	}
	var active []int64
	for _, campaign := range req.console.app.Campaigns(req.session, false) {
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
	return strings.Join([]string{string(o.Encoding), strconv.Itoa(int(o.Delimiter)), o.Sheet, strconv.Itoa(o.HeaderRow)}, "|")
}

func (req *fileRequest) matchView(chosen *app.ImportRequest) *matchView {
	page := &matchView{
		frame: req.frame("Match the columns"), File: req.file, Path: filePath(req.file), Read: readAs(req.preview.Options),
		Assignment: req.session.Setup.Assignments[req.file.AssignmentID],
	}
	page.Name, page.Here = req.file.Name, page.Path
	targets := req.targets(chosen)
	for i := range req.preview.Columns {
		if i == columnsMatched {
			page.More = len(req.preview.Columns) - i
			break
		}
		column := req.columnView(page.reader, i, targets[i])
		page.Unmatched = page.Unmatched || column.Unmatched
		page.Columns = append(page.Columns, column)
	}
	for i := range req.preview.Rows {
		page.Lines = append(page.Lines, req.preview.Rows[i].Line)
	}
	today := req.console.app.Today(req.session)
	for _, campaign := range req.session.Setup.CampaignsOf(req.file.AssignmentID) {
		page.Campaigns = append(page.Campaigns, campaignChoice{
			ID: campaign.ID, Name: campaign.Name, Chosen: slices.Contains(chosen.CampaignIDs, campaign.ID), Over: !campaign.IsActive(today),
		})
	}
	page.Rules = req.rules(page.reader, chosen)
	page.Reading = req.reading(page.reader)
	return page
}

// targets are what the columns fill as it was chosen, or else as their names say.
func (req *fileRequest) targets(chosen *app.ImportRequest) []string {
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

func (req *fileRequest) columnView(read reader, i int, target string) columnView {
	column := &req.preview.Columns[i]
	view := columnView{AsBefore: column.AsBefore, Unmatched: column.Own && target == ""}
	view.input = input{Name: "column-" + strconv.Itoa(i), Label: column.Name, Kind: "select"}
	add := func(value, text string) {
		view.Options = append(view.Options, option{Value: value, Text: text, Selected: value == target})
	}
	add("", read.T("– leave it out –"))
	if column.Own {
		add(ownField, read.T("A new field: %s", read.T(typeTexts[column.Type])))
	}
	add(callflow.KeyCustomerID, read.T("Customer's id"))
	for _, field := range append(slices.Clone(callflow.StandardFields), callflow.SegmentField) {
		add(field.Key, read.T(standardLabels[field.Key]))
	}
	fields := req.session.Setup.Fields[req.file.AssignmentID]
	for i := range fields {
		add(fields[i].LookupID(), fields[i].Key+" ("+read.T(typeTexts[fields[i].Type])+")")
	}
	for _, row := range req.preview.Rows {
		view.Samples = append(view.Samples, shortened(row.Cells[i].Text, longestSample))
	}
	return view
}

// typeTexts are what people call the types of fields.
var typeTexts = map[callflow.FieldType]string{
	callflow.Text: "text", callflow.Integer: "whole number", callflow.Decimal: "number", callflow.Date: "date", callflow.Boolean: "true or false",
	callflow.Choice: "one of a list",
}

// rules are whom the import writes.
func (req *fileRequest) rules(read reader, chosen *app.ImportRequest) []input {
	country := chosen.Country
	if country == "" && chosen.Map == nil && req.session.Setup.Account.TimeZone == callflow.DefaultTimeZone {
		country = "NO"
	}
	return []input{
		choiceOf(input{Name: "mode", Label: read.T("Which customers to write")}, string(chosen.Mode), []option{
			{Value: string(app.Upsert), Text: read.T("New ones, and those who are there")},
			{Value: string(app.OnlyNew), Text: read.T("New ones alone")},
			{Value: string(app.OnlyUpdate), Text: read.T("Those who are there alone")},
		}),
		choiceOf(input{Name: "match", Label: read.T("A customer is known by")}, string(chosen.Match), []option{
			{Value: string(app.MatchID), Text: read.T("Customer's id")},
			{Value: string(app.MatchPhone), Text: read.T("Any telephone number, else the id")},
			{Value: string(app.MatchEmail), Text: read.T("The e-mail, else the id")},
		}),
		choiceOf(input{Name: "ids", Label: read.T("Customers without an id")}, string(chosen.IDs), []option{
			{Value: "", Text: read.T("Are rejected")}, {Value: string(app.NewIDs), Text: read.T("Get an id")},
		}),
		choiceOf(input{Name: "repeats", Label: read.T("Rows of the same customer")}, string(chosen.Repeats), []option{
			{Value: string(app.LastRepeat), Text: read.T("The last value counts")}, {Value: string(app.FirstRepeat), Text: read.T("The first row counts")},
			{Value: string(app.RejectRepeat), Text: read.T("Those after the first are rejected")},
		}),
		choiceOf(input{Name: "decimal", Label: read.T("Decimals")}, string(chosen.Decimals), []option{
			{Value: "", Text: read.T("As the values show")}, {Value: string(app.DecimalComma), Text: read.T("Behind a comma")},
			{Value: string(app.DecimalPoint), Text: read.T("Behind a point")}, {Value: string(app.DecimalText), Text: read.T("Stay text where it is open")},
		}),
		choiceOf(input{Name: "dates", Label: read.T("Dates")}, string(chosen.Dates), []option{
			{Value: "", Text: read.T("As the values show")}, {Value: string(app.DayFirst), Text: read.T("The day first")},
			{Value: string(app.MonthFirst), Text: read.T("The month first")}, {Value: string(app.YearFirst), Text: read.T("The year first")},
			{Value: string(app.DatesText), Text: read.T("Stay text where it is open")},
		}),
		choiceOf(input{Name: "hidden", Label: read.T("Hidden rows")}, map[bool]string{true: "skip"}[chosen.SkipHidden], []option{
			{Value: "", Text: read.T("Are taken as others")}, {Value: "skip", Text: read.T("Are left out")},
		}),
		{
			Name: "country", Label: read.T("Country of telephone numbers"), Value: country, AutoComplete: "off",
			Hint: read.T("Two letters, such as NO: for numbers without a country code."),
		},
	}
}

func choiceOf(in input, value string, options []option) input {
	for i := range options {
		options[i].Selected = options[i].Value == value
	}
	in.Kind, in.Options = "select", options
	return in
}

// delimiters are the signs between cells that may be chosen, with their names.
var delimiters = []struct {
	sign rune
	name string
}{{',', "Comma"}, {';', "Semicolon"}, {'\t', "Tab"}, {'|', "Vertical bar"}}

// encodings are those that may be chosen beside the one that was found.
var encodings = []tabular.Encoding{
	tabular.UTF8, tabular.Windows1252, "windows-1250", "macintosh", "cp850", "cp865", "iso-8859-15", tabular.UTF16LE, tabular.UTF16BE,
}

// reading is how the file may be read otherwise than it was guessed.
func (req *fileRequest) reading(read reader) []input {
	found := req.preview.Options
	if found.Format == tabular.XLSX {
		var sheets []option
		for _, name := range req.preview.Sheets {
			sheets = append(sheets, option{Value: name, Text: name})
		}
		return []input{choiceOf(input{Name: "sheet", Label: read.T("Sheet")}, found.Sheet, sheets), headerRow(found, read)}
	}
	var choices []option
	for _, encoding := range encodings {
		choices = append(choices, option{Value: string(encoding), Text: string(encoding)})
	}
	if !slices.Contains(encodings, found.Encoding) {
		choices = append(choices, option{Value: string(found.Encoding), Text: string(found.Encoding)})
	}
	encoding := input{Name: "encoding", Label: read.T("Encoding"), Hint: read.T("Where letters such as æ, ø and å look wrong.")}
	inputs := []input{choiceOf(encoding, string(found.Encoding), choices)}
	if found.Format == tabular.CSV {
		var signs []option
		for _, d := range delimiters {
			signs = append(signs, option{Value: d.name, Text: read.T(d.name), Selected: d.sign == found.Delimiter})
		}
		inputs = append(inputs, input{Name: "delimiter", Label: read.T("Between the columns"), Kind: "select", Options: signs}, headerRow(found, read))
	}
	return inputs
}

// headerRow asks for the line of the headings.
func headerRow(found tabular.Options, read reader) input {
	return input{Name: "header_row", Label: read.T("Line of the headings"), Kind: "number", Value: strconv.Itoa(found.HeaderRow)}
}
