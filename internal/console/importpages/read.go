package importpages

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"callflow"
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

// ReadAgain reads the file in another way. What was chosen of columns that are there as well stays.
func ReadAgain(req *ui.Request) error {
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
