package importpages

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/importer"
	"callflow/internal/imports"
	"callflow/internal/notes"
	"callflow/internal/web"
)

// rehearsalView is the page that tells what an import would do.
type rehearsalView struct {
	ui.Frame
	File       *imports.KeptFile
	Path       string
	Assignment *callflow.Assignment
	Live       string // where the page hears of changes; "" where it is over
	Trial      trialView
}

// trialView is how far a rehearsal is, or what it came to. It is the part of the page that lives.
type trialView struct {
	locale.Reader
	imports.Rehearsal
	Path     string
	Going    bool
	Percent  int64
	Size     int64
	Problem  string
	Figures  []ui.Figure
	LeftOut  string
	NewOnes  string
	Notes    []string
	Headings []string
	Rows     []trialRow
}

// trialRow is a row that would be rejected.
type trialRow struct {
	Line   int
	Reason string
	Wrong  []string // what is wrong with its cells, each once
	Cells  []trialCell
}

// trialCell is a cell of the file, and what is wrong with it.
type trialCell struct{ Text, Reason string }

func (req *fileRequest) trialView(read locale.Reader, trial *imports.Rehearsal) trialView {
	v := trialView{Reader: read, Rehearsal: *trial, Path: filePath(req.file), Going: trial.Waiting || trial.Running, Size: req.file.Size}
	v.Percent = percentOf(trial.Bytes, v.Size)
	if trial.Err != nil {
		v.Problem = importProblem(read, trial.Err)
	}
	if v.Going || v.Problem != "" {
		return v
	}
	v.Figures = figuresOf(read, &trial.Result)
	v.LeftOut, v.NewOnes = strings.Join(trial.Result.Ignored, ", "), newFieldsText(read, trial.Result.NewFields)
	v.Notes = importNotes(read, trial.Result.Notes)
	v.showRows()
	return v
}

func percentOf(bytes, size int64) int64 {
	if size <= 0 {
		return 0
	}
	return min(100*bytes/size, 100)
}

func figuresOf(read locale.Reader, result *importer.Result) []ui.Figure {
	t := read.T
	figures := []ui.Figure{
		{Name: t("Rows"), Count: result.Rows}, {Name: t("Created"), Count: result.Created}, {Name: t("Updated"), Count: result.Updated},
		{Name: t("Unchanged"), Count: result.Unchanged}, {Name: t("Rejected"), Count: result.Rejected}, {Name: t("Added to campaigns"), Count: result.Added},
	}
	if result.Skipped > 0 {
		figures = append(figures, ui.Figure{Name: t("Left alone"), Count: result.Skipped})
	}
	return figures
}

// importNotes are what was changed on the way in, in the reader's language, with the first lines of each.
func importNotes(r locale.Reader, notes []notes.Note) []string {
	texts := make([]string, len(notes))
	for i := range notes {
		texts[i] = notes[i].Say(r.T)
		if len(notes[i].Lines) > 0 {
			lines := make([]string, len(notes[i].Lines))
			for k, line := range notes[i].Lines {
				lines[k] = strconv.Itoa(line)
			}
			texts[i] += " " + r.T("Rows: %s", strings.Join(lines, ", "))
			if notes[i].Count > int64(len(lines)) {
				texts[i] += " …"
			}
		}
	}
	return texts
}

// newFieldsText are the fields that are made, with their types in the reader's language.
func newFieldsText(r locale.Reader, made []string) string {
	texts := make([]string, len(made))
	for i, field := range made {
		texts[i] = field
		if open := strings.LastIndex(field, " ("); open >= 0 {
			if text, ok := typeTexts[callflow.FieldType(strings.TrimSuffix(field[open+2:], ")"))]; ok {
				texts[i] = field[:open] + " (" + r.T(text) + ")"
			}
		}
	}
	return strings.Join(texts, ", ")
}

// showRows chooses the columns of the rows that are wrong: the first, and all in which something is.
func (v *trialView) showRows() {
	wrong := make(map[string]bool)
	for i := range v.Problems {
		for column := range v.Problems[i].Wrong {
			wrong[column] = true
		}
	}
	var shown []int
	for i, name := range v.Columns {
		if i < imports.RehearsedCells || wrong[name] {
			shown = append(shown, i)
			v.Headings = append(v.Headings, name)
		}
	}
	for i := range v.Problems {
		problem := &v.Problems[i]
		row := trialRow{Line: problem.Line, Reason: v.Reasons(problem.Reason)}
		for _, at := range shown {
			if at >= len(problem.Cells) {
				continue
			}
			cell := trialCell{Text: problem.Cells[at], Reason: v.Reason(problem.Wrong[v.Columns[at]])}
			if at >= imports.RehearsedCells && cell.Reason == "" {
				cell.Text = "…" // it is not kept
			}
			if cell.Reason != "" && !slices.Contains(row.Wrong, cell.Reason) {
				row.Wrong = append(row.Wrong, cell.Reason)
			}
			row.Cells = append(row.Cells, cell)
		}
		v.Rows = append(v.Rows, row)
	}
}

func rehearsalPage(req *fileRequest) error {
	trial, begun, err := req.Console.App.Imports.RehearsalOf(req.Context(), req.Session, req.file)
	if err != nil {
		return err
	}
	if !begun {
		req.SeeOther(filePath(req.file))
		return nil
	}
	page := &rehearsalView{Frame: req.Frame("Dry run"), File: req.file, Path: filePath(req.file)}
	page.Name, page.Assignment = req.file.Name, req.Session.Setup.Assignments[req.file.AssignmentID]
	page.Trial = req.trialView(page.Reader, &trial)
	if page.Trial.Going {
		page.Live = req.URL.Path + "/live"
	}
	return req.Render("import_rehearsal", page)
}

// RehearsalLive sends the part of the rehearsal's page that lives, for as long as the rehearsal goes on.
func RehearsalLive(req *ui.Request) error {
	return followImport(req, func(req *ui.Request) ([]ui.Part, bool, error) {
		asked, err := fileOfPath(req)
		if err != nil {
			return nil, false, err
		}
		trial, begun, err := req.Console.App.Imports.RehearsalOf(req.Context(), req.Session, asked.file)
		if err != nil {
			return nil, false, err
		}
		if !begun {
			return nil, false, ui.ErrNotFound
		}
		view := asked.trialView(req.Reader, &trial)
		html, err := req.Piece("import_rehearsal", "trial", &view)
		return []ui.Part{{ID: "trial", HTML: html}}, view.Going, err
	})
}

// runImport begins the import, once it was tried as it was chosen.
func runImport(req *fileRequest) error {
	web.ExtendDeadlines(req.Writer, readingTakes)
	if _, err := req.Console.App.Imports.RunFile(req.Context(), req.Session, req.file); err != nil {
		if errors.Is(err, imports.ErrNotRehearsed) {
			req.SeeOther(filePath(req.file) + "/rehearsal")
			return nil
		}
		if callflow.ErrorCode(err) == callflow.Internal {
			return err
		}
		return req.refuse(err)
	}
	req.SeeOther(req.imported())
	return nil
}

// importProblem says what is wrong with a file, in the reader's language where the catalogue has the words: they may stand behind a line's number.
func importProblem(r locale.Reader, err error) string {
	var e *callflow.Error
	if !errors.As(err, &e) {
		return r.Explain(err)
	}
	text := r.ImportSentence(e.Message)
	if e.Fix != "" {
		text += " " + r.ImportSentence(e.Fix)
	}
	return text
}
