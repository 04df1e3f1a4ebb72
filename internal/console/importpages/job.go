package importpages

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"callflow"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/imports"
	"callflow/internal/tabular"
	"callflow/internal/web"
)

// importView is an import as pages show it.
type importView struct {
	locale.Reader
	imports.State
	AssignmentID int64
}

// statusTexts are what people call the states of an import.
var statusTexts = map[string]string{
	"waiting": "Waiting for another import", "running": "Running", "done": "Done", "failed": "Failed", "interrupted": "Interrupted", "undone": "Undone",
	"undoing": "Being undone", "undo_stopped": "Undone in part",
}

// StatusText is the state in the reader's language.
func (v *importView) StatusText() string { return v.T(cmp.Or(statusTexts[v.Status], v.Status)) }

// Path is where the import's own page is.
func (v *importView) Path() string { return importPath(v.AssignmentID, v.ID) }

// Label is what the import is called: its file's name, where that is known.
func (v *importView) Label() string {
	return cmp.Or(v.FileName, v.T("Import no. %s", strconv.FormatInt(v.ID, 10)))
}

// Percent is how much of the file is read, or of a large import undone.
func (v *importView) Percent() int64 {
	if v.Undo != nil {
		return percentOf(v.Undo.Rows, v.Undo.Of)
	}
	return percentOf(v.Bytes, v.Size)
}

// PercentOf says what the percent are of.
func (v *importView) PercentOf() string {
	if v.Undo != nil {
		return v.T("How much of the import is undone")
	}
	return v.T("How much of the file is read")
}

// UndoFailure is why an undo was stopped.
func (v *importView) UndoFailure() string {
	reason, _ := strings.CutPrefix(v.Undo.Error, "The undo stopped: ")
	return v.T("The undo stopped: %s", v.Said(reason)) + " " + v.T("Undo the import again: it goes on with the rows that are left.")
}

// Figures are the counts.
func (v *importView) Figures() []ui.Figure { return figuresOf(v.Reader, &v.Result) }

// Made are the fields that were made.
func (v *importView) Made() string { return newFieldsText(v.Reader, v.NewFields) }

// Failure is why the import failed.
func (v *importView) Failure() string {
	const fix = "What it wrote before stays. Put that right and send the file again: that completes it."
	reason, stopped := strings.CutPrefix(v.Error, "The import stopped: ")
	if !stopped {
		return v.Reasons(v.Error)
	}
	return v.T("The import stopped: %s", v.Said(strings.TrimSuffix(reason, " "+fix))) + " " + v.T(fix)
}

// importJobView is an import's own page.
type importJobView struct {
	ui.Frame
	Assignment *callflow.Assignment
	Problem    string // of what was asked for
	Live       string
	Job        jobView
}

// jobView is the part of the page that lives.
type jobView struct {
	importView
	Campaigns []*callflow.Campaign
	Notes     []string // what was changed on the way in
}

// importIDs are those of the path.
func importIDs(req *ui.Request) (assignmentID, id int64, err error) {
	if assignmentID, err = req.ID("assignment_id"); err == nil {
		id, err = req.ID("import_id")
	}
	return assignmentID, id, err
}

func viewJob(req *ui.Request) (jobView, error) {
	assignmentID, id, err := importIDs(req)
	if err != nil {
		return jobView{}, err
	}
	state, err := req.Console.App.Imports.State(req.Context(), req.Session, assignmentID, id)
	if err != nil {
		return jobView{}, err
	}
	view := jobView{importView: importView{Reader: req.Reader, State: state, AssignmentID: assignmentID}}
	view.Notes = importNotes(view.Reader, state.Result.Notes)
	for _, id := range state.CampaignIDs {
		if campaign := req.Session.Setup.Campaigns[id]; campaign != nil {
			view.Campaigns = append(view.Campaigns, campaign)
		}
	}
	return view, nil
}

// Import answers the page of the import of the path.
func Import(req *ui.Request) error { return showImport(req, nil) }

// showImport answers an import's page; refused is what was refused of something that was asked for on it.
func showImport(req *ui.Request, refused error) error {
	job, err := viewJob(req)
	if err != nil {
		return err
	}
	page := &importJobView{Frame: req.Frame("Import"), Assignment: req.Session.Setup.Assignments[job.AssignmentID], Job: job}
	page.Name, page.Here = job.Label(), job.Path()
	if job.Going {
		page.Live = job.Path() + "/live"
	}
	if refused != nil {
		page.Problem = importProblem(page.Reader, refused)
	}
	return req.RenderAs(req.Status(refused), "import_job", page)
}

// ImportLive sends the part of that page that lives, for as long as the import goes on.
func ImportLive(req *ui.Request) error {
	return followImport(req, func(req *ui.Request) ([]ui.Part, bool, error) {
		job, err := viewJob(req)
		if err != nil {
			return nil, false, err
		}
		html, err := req.Piece("import_job", "job", &job)
		return []ui.Part{{ID: "job", HTML: html}}, job.Going, err
	})
}

// undoWait is how long the page of an import that is undone waits for the end: it shows how far a large one is.
const undoWait = 2 * time.Second

// Undo takes the import of the path back, and shows how far that is.
func Undo(req *ui.Request) error {
	assignmentID, id, err := importIDs(req)
	if err != nil {
		return err
	}
	request := &imports.UndoRequest{AssignmentID: assignmentID, ID: id, Wait: undoWait}
	if _, err := req.Console.App.Imports.Undo(req.Context(), req.Session, request); err != nil {
		if callflow.ErrorCode(err) == callflow.Conflict {
			return showImport(req, err)
		}
		return err
	}
	state, err := req.Console.App.Imports.State(req.Context(), req.Session, assignmentID, id)
	if err != nil {
		return err
	}
	if state.Going {
		return req.Done(importPath(assignmentID, id), "The import is being undone.")
	}
	return req.Done(importPath(assignmentID, id), "The import is undone.")
}

// RejectedRows answers the rows that an import did not take as a CSV file, to be mended and sent again. Spreadsheets know its letters by the mark.
func RejectedRows(req *ui.Request) error {
	assignmentID, id, err := importIDs(req)
	if err != nil {
		return err
	}
	place, err := req.Console.Files.Take(req.Session.AccountID, req.Session.User.ID)
	if err != nil {
		return err
	}
	defer place.Release()
	options := tabular.RecordOptions{Mark: true}
	if req.Reader.Language == "nb" { // as spreadsheets there read it
		options.Delimiter = ';'
	}
	deadline, begun := web.NewWriteDeadline(req.Writer), false
	err = req.Console.App.Imports.TellRejected(req.Context(), req.Session, &imports.RejectedFile{
		Of: &imports.RowsRequest{AssignmentID: assignmentID, ID: id}, Options: options, To: deadline,
		Reasons: req.Reader.Reasons, Extend: deadline.Extend,
		Begin: func(charset string) {
			begun = true
			h := req.Writer.Header()
			h.Set("Content-Type", "text/csv; charset="+charset)
			h.Set("Cache-Control", "no-store")
			h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=\"rejected-%d.csv\"", id))
		},
	})
	if !begun {
		return err
	}
	if err != nil {
		web.BreakOff(req.Console.Config.Log, req.Request, err)
	}
	return nil
}

// About names the import of the path.
func About(req *ui.Request) (string, error) {
	job, err := viewJob(req)
	if err != nil {
		return "", err
	}
	return job.Label(), nil
}
