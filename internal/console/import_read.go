package console

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/importer"
	"callflow/internal/imports"
	"callflow/internal/tabular"
	"callflow/internal/web"
)

// otherEncoding is chosen where none of those is right that a file may have.
const otherEncoding = "other"

// readView is the page that asks how a file is read which can't be read as it was guessed or chosen.
type readView struct {
	ui.Frame
	File       *imports.KeptFile
	Path       string
	Query      string // which campaign's page led here
	Assignment *callflow.Assignment
	Problem    string
	Possible   []possibleView // between which the file is in doubt
	Reading    []ui.Input
}

// possibleView is an encoding that a file may have, with its first words so read.
type possibleView struct {
	Encoding, Samples string
}

// mayBeReadOtherwise says whether a file that was refused may be right where it is read in another way.
func mayBeReadOtherwise(err error) bool {
	var otherwise *importer.ReadOtherwise
	return errors.As(err, &otherwise)
}

// askHow asks how the file is read. options are those that were chosen, and refused.
func (req *fileRequest) askHow(options tabular.Options, refused error, status int) error {
	page := &readView{
		Frame: req.Frame("How the file is read"), File: req.file, Path: filePath(req.file), Query: campaignQuery(req.URL.Query().Get("campaign")),
		Assignment: req.Session.Setup.Assignments[req.file.AssignmentID],
	}
	page.Name, page.Here = req.file.Name, page.Path
	var otherwise *importer.ReadOtherwise
	if !errors.As(refused, &otherwise) {
		return refused
	}
	page.Problem = importProblem(page.Reader, refused)
	for i := range otherwise.Possible {
		possible := &otherwise.Possible[i]
		page.Possible = append(page.Possible, possibleView{string(possible.Encoding), strings.Join(possible.Samples, " · ")})
	}
	if page.Possible != nil {
		page.Problem = page.T("It is not certain how the file writes its letters. Choose the line in which they are right.")
	}
	if otherwise.Sheets != nil {
		options.Format = tabular.XLSX
	}
	page.Reading = readingInputs(page.Reader, options, otherwise.Sheets)
	if page.Possible != nil { // the encoding is asked for beside what comes of it
		page.Reading = slices.DeleteFunc(page.Reading, func(in ui.Input) bool { return in.Name == "encoding" })
		other := choiceOf(ui.Input{Name: "encoding_other", Label: page.T("Another encoding")}, "", encodingOptions(page.Reader, ""))
		page.Reading = append([]ui.Input{other}, page.Reading...)
	}
	return req.RenderAs(status, "import_read", page)
}

// postedOptions are how the form says that the file is read. What says nothing is found out.
func (req *fileRequest) postedOptions() tabular.Options {
	options := tabular.Options{Encoding: tabular.Encoding(req.PostFormValue("encoding")), Sheet: req.PostFormValue("sheet")}
	if options.Encoding == otherEncoding {
		options.Encoding = tabular.Encoding(req.PostFormValue("encoding_other"))
	}
	options.OwnLine = req.PostFormValue("own_line") == ownLine
	for _, d := range delimiters {
		if d.name == req.PostFormValue("delimiter") {
			options.Delimiter = d.sign
		}
	}
	if row, err := strconv.Atoi(req.PostFormValue("header_row")); err == nil && row > 0 {
		options.HeaderRow = row
	}
	return options
}

// delimiters are the signs between cells that may be chosen, with their names.
var delimiters = []struct {
	sign rune
	name string
}{{',', "Comma"}, {';', "Semicolon"}, {'\t', "Tab"}, {'|', "Vertical bar"}}

// encodings are those that may be chosen beside the one that was found.
var encodings = []tabular.Encoding{
	tabular.UTF8, tabular.Windows1252, "iso-8859-15", "macintosh", "cp850", "cp865", "cp437", "windows-1250", "iso-8859-2", "cp852", "windows-1251", "koi8-r",
	"windows-1253", "windows-1254", "windows-1257", tabular.UTF16LE, tabular.UTF16BE,
}

// readingInputs ask how a file is read, as it was found or chosen; what is empty in the options is found out.
func readingInputs(read locale.Reader, options tabular.Options, sheets []string) []ui.Input {
	if options.Format == tabular.XLSX {
		var choices []ui.Option
		for _, name := range sheets {
			choices = append(choices, ui.Option{Value: name, Text: name})
		}
		return []ui.Input{choiceOf(ui.Input{Name: "sheet", Label: read.T("Sheet")}, options.Sheet, choices), headerRow(options, read)}
	}
	encoding := ui.Input{Name: "encoding", Label: read.T("Encoding"), Hint: read.T("Where letters such as æ, ø and å look wrong.")}
	inputs := []ui.Input{choiceOf(encoding, string(options.Encoding), encodingOptions(read, options.Encoding))}
	if options.Format == tabular.NDJSON {
		return inputs
	}
	signs := []ui.Option{{Value: "", Text: read.T("As the file shows")}}
	if options.Delimiter != 0 {
		signs = nil
	}
	found := ""
	for _, d := range delimiters {
		signs = append(signs, ui.Option{Value: d.name, Text: read.T(d.name)})
		if d.sign == options.Delimiter {
			found = d.name
		}
	}
	return append(inputs, choiceOf(ui.Input{Name: "delimiter", Label: read.T("Between the columns")}, found, signs), headerRow(options, read))
}

// ownLine is chosen where the columns line and reason are not those of rejected rows.
const ownLine = "own"

// lineInputs ask what the columns line and reason are, where they may be those of rejected rows.
func lineInputs(read locale.Reader, preview *importer.Preview) []ui.Input {
	if !preview.Reading.Rejected && !preview.Options.OwnLine {
		return nil
	}
	chosen := map[bool]string{true: ownLine}[preview.Options.OwnLine]
	return []ui.Input{choiceOf(ui.Input{Name: "own_line", Label: read.T("The columns line and reason")}, chosen, []ui.Option{
		{Value: "", Text: read.T("Are those of rejected rows")}, {Value: ownLine, Text: read.T("Are columns as others")},
	})}
}

// encodingOptions are the encodings, with the one that was found; where none was, none has to be chosen.
func encodingOptions(read locale.Reader, found tabular.Encoding) []ui.Option {
	var choices []ui.Option
	if found == "" {
		choices = append(choices, ui.Option{Value: "", Text: read.T("As the file shows")})
	}
	for _, encoding := range encodings {
		choices = append(choices, ui.Option{Value: string(encoding), Text: string(encoding)})
	}
	if found != "" && !slices.Contains(encodings, found) {
		choices = append(choices, ui.Option{Value: string(found), Text: string(found)})
	}
	return choices
}

// headerRow asks for the line of the headings.
func headerRow(options tabular.Options, read locale.Reader) ui.Input {
	in := ui.Input{Name: "header_row", Label: read.T("Line of the headings"), Kind: "number"}
	if options.HeaderRow > 0 {
		in.Value = strconv.Itoa(options.HeaderRow)
	}
	return in
}

// readAsFacts tell how the file is read.
func readAsFacts(read locale.Reader, preview *importer.Preview) []fact {
	o := preview.Options
	facts := []fact{{read.T("Format"), strings.ToUpper(string(o.Format))}}
	if o.Format == tabular.XLSX {
		facts = append(facts, fact{read.T("Sheet"), o.Sheet})
	} else {
		facts = append(facts, fact{read.T("Encoding"), string(o.Encoding)})
	}
	if o.Format == tabular.CSV {
		name := string(o.Delimiter)
		for _, d := range delimiters {
			if d.sign == o.Delimiter {
				name = read.T(d.name)
			}
		}
		facts = append(facts, fact{read.T("Between the columns"), name})
	}
	if o.HeaderRow > 0 {
		facts = append(facts, fact{read.T("Headings"), read.T("Line %d", o.HeaderRow)})
	}
	facts = append(facts, fact{read.T("Columns"), read.Number(int64(len(preview.Columns)))})
	if !preview.Longer {
		facts = append(facts, fact{read.T("Rows"), read.Number(preview.Reading.Rows)})
	}
	return facts
}

// readFileAgain reads the file in another way. What was chosen of columns that are there as well stays.
func readFileAgain(req *ui.Request) error {
	asked, err := fileOfPath(req)
	if err != nil {
		return err
	}
	if asked.file.Import() != 0 {
		req.SeeOther(asked.imported())
		return nil
	}
	options := asked.postedOptions()
	if asked.preview == nil {
		return asked.readFirst(options)
	}
	return asked.readOtherwise(options)
}

// readFirst reads a file that could not be read before.
func (req *fileRequest) readFirst(options tabular.Options) error {
	web.ExtendDeadlines(req.Writer, readingTakes)
	_, err := req.Console.App.Imports.Preview(req.Context(), req.Session, req.file, options)
	if err != nil {
		return req.askHow(options, err, req.Status(err))
	}
	req.SeeOther(filePath(req.file) + campaignQuery(req.URL.Query().Get("campaign")))
	return nil
}

func (req *fileRequest) readOtherwise(options tabular.Options) error {
	chosen, found := req.posted(), req.preview.Options
	options.Format = found.Format
	if options.HeaderRow == found.HeaderRow { // it is found again, by what is chosen beside it
		options.HeaderRow = req.file.Chosen().Options.HeaderRow
	}
	if sameReading(options, found) { // what is chosen beside it changes how values are read
		req.Console.App.Imports.Choose(req.file, chosen)
		req.SeeOther(filePath(req.file))
		return nil
	}
	web.ExtendDeadlines(req.Writer, readingTakes)
	again, err := req.Console.App.Imports.Preview(req.Context(), req.Session, req.file, options)
	if err != nil {
		return req.refuseAs(chosen, err)
	}
	targets, before := req.targets(chosen), make(map[string]string)
	for i := range targets {
		before[req.preview.Columns[i].Name] = targets[i]
	}
	chosen.Map = make(map[string]string)
	for i := range again.Columns {
		column := &again.Columns[i]
		target, known := before[column.Name]
		if !known {
			target = column.Target
		}
		if target != ownField {
			chosen.Map[column.Name] = target
		}
	}
	req.Console.App.Imports.Choose(req.file, chosen)
	req.SeeOther(filePath(req.file))
	return nil
}

// sameReading says whether the file is read so already.
func sameReading(options, found tabular.Options) bool {
	return cmp.Or(options.Encoding, found.Encoding) == found.Encoding && cmp.Or(options.Delimiter, found.Delimiter) == found.Delimiter &&
		cmp.Or(options.Sheet, found.Sheet) == found.Sheet && options.OwnLine == found.OwnLine && cmp.Or(options.HeaderRow, found.HeaderRow) == found.HeaderRow
}

// refuseAs shows the columns as they were chosen, with what was refused.
func (req *fileRequest) refuseAs(chosen *importer.Request, refused error) error {
	page, err := req.matchView(chosen)
	if err != nil {
		return err
	}
	page.Problem = importProblem(page.Reader, refused)
	return req.RenderAs(req.Status(refused), "import_match", page)
}
