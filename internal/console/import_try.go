package console

import (
	"errors"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/importer"
	"callflow/internal/imports"
	"callflow/internal/notes"
	"callflow/internal/web"
)

// rehearsalView is the page that tells what an import would do.
type rehearsalView struct {
	frame
	File       *imports.KeptFile
	Path       string
	Assignment *callflow.Assignment
	Live       string // where the page hears of changes; "" where it is over
	Trial      trialView
}

// trialView is how far a rehearsal is, or what it came to. It is the part of the page that lives.
type trialView struct {
	reader
	imports.Rehearsal
	Path     string
	Going    bool
	Percent  int64
	Size     int64
	Problem  string
	Figures  []figure
	LeftOut  string
	NewOnes  string
	Notes    []string
	Headings []string
	Rows     []trialRow
}

// figure is a count with its name.
type figure struct {
	Name  string
	Count int64
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

func (req *fileRequest) trialView(read reader, trial *imports.Rehearsal) trialView {
	v := trialView{reader: read, Rehearsal: *trial, Path: filePath(req.file), Going: trial.Waiting || trial.Running, Size: req.file.Size}
	v.Percent = percentOf(trial.Bytes, v.Size)
	if trial.Err != nil {
		v.Problem = read.importProblem(trial.Err)
	}
	if v.Going || v.Problem != "" {
		return v
	}
	v.Figures = figuresOf(read, &trial.Result)
	v.LeftOut, v.NewOnes = strings.Join(trial.Result.Ignored, ", "), read.newFields(trial.Result.NewFields)
	v.Notes = read.importNotes(trial.Result.Notes)
	v.showRows()
	return v
}

func percentOf(bytes, size int64) int64 {
	if size <= 0 {
		return 0
	}
	return min(100*bytes/size, 100)
}

func figuresOf(read reader, result *importer.Result) []figure {
	t := read.T
	figures := []figure{
		{t("Rows"), result.Rows}, {t("Created"), result.Created}, {t("Updated"), result.Updated}, {t("Unchanged"), result.Unchanged},
		{t("Rejected"), result.Rejected}, {t("Added to campaigns"), result.Added},
	}
	if result.Skipped > 0 {
		figures = append(figures, figure{t("Left alone"), result.Skipped})
	}
	return figures
}

// importNotes are what was changed on the way in, in the reader's language, with the first lines of each.
func (r reader) importNotes(notes []notes.Note) []string {
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

// newFields are the fields that are made, with their types in the reader's language.
func (r reader) newFields(made []string) string {
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
		row := trialRow{Line: problem.Line, Reason: v.reasons(problem.Reason)}
		for _, at := range shown {
			if at >= len(problem.Cells) {
				continue
			}
			cell := trialCell{Text: problem.Cells[at], Reason: v.reason(problem.Wrong[v.Columns[at]])}
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
	trial, begun, err := req.console.app.Imports.RehearsalOf(req.Context(), req.session, req.file)
	if err != nil {
		return err
	}
	if !begun {
		req.seeOther(filePath(req.file))
		return nil
	}
	page := &rehearsalView{frame: req.frame("Dry run"), File: req.file, Path: filePath(req.file)}
	page.Name, page.Assignment = req.file.Name, req.session.Setup.Assignments[req.file.AssignmentID]
	page.Trial = req.trialView(page.reader, &trial)
	if page.Trial.Going {
		page.Live = req.URL.Path + "/live"
	}
	return req.render("import_rehearsal", page)
}

func rehearsalLive(req *request) error {
	return req.follow(func(req *request) ([]part, bool, error) {
		asked, err := req.ofFile()
		if err != nil {
			return nil, false, err
		}
		trial, begun, err := req.console.app.Imports.RehearsalOf(req.Context(), req.session, asked.file)
		if err != nil {
			return nil, false, err
		}
		if !begun {
			return nil, false, errNotFound
		}
		view := asked.trialView(req.reader, &trial)
		html, err := req.piece("import_rehearsal", "trial", &view)
		return []part{{"trial", html}}, view.Going, err
	})
}

// runImport begins the import, once it was tried as it was chosen.
func runImport(req *fileRequest) error {
	web.ExtendDeadlines(req.writer, readingTakes)
	if _, err := req.console.app.Imports.RunFile(req.Context(), req.session, req.file); err != nil {
		if errors.Is(err, imports.ErrNotRehearsed) {
			req.seeOther(filePath(req.file) + "/rehearsal")
			return nil
		}
		if callflow.ErrorCode(err) == callflow.Internal {
			return err
		}
		return req.refuse(err)
	}
	req.seeOther(req.imported())
	return nil
}

// importProblem says what is wrong with a file, in the reader's language where the catalogue has the words: they may stand behind a line's number.
func (r reader) importProblem(err error) string {
	var e *callflow.Error
	if !errors.As(err, &e) {
		return r.problem(err)
	}
	text := r.importSentence(e.Message)
	if e.Fix != "" {
		text += " " + r.importSentence(e.Fix)
	}
	return text
}

// importSentence says what is wrong with a file, or what to do about it.
func (r reader) importSentence(text string) string {
	if said, known := r.importWord(text); known {
		return said
	}
	line, rest, found := strings.Cut(text, ": ")
	number, isLine := strings.CutPrefix(line, "Line ")
	if !found || !isLine || rest == "" {
		return text
	}
	begun := strings.ToUpper(rest[:1]) + rest[1:]
	if said, known := r.importWord(begun); known {
		return r.T("Line %s: %s", number, said)
	}
	if sentence := longestOf(maps.Keys(norwegian), begun); sentence != "" {
		rest = r.T(sentence) + rest[len(sentence):]
	}
	return r.T("Line %s: %s", number, rest)
}

// longestOf is the longest of the sentences that a text begins with, "" where it begins with none.
func longestOf(sentences iter.Seq[string], text string) string {
	longest := ""
	for sentence := range sentences {
		if len(sentence) > len(longest) && strings.HasSuffix(sentence, ".") && strings.HasPrefix(text, sentence) {
			longest = sentence
		}
	}
	return longest
}
