package console

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

func importPage(req *ui.Request) error { return showImport(req, nil) }

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

func importLive(req *ui.Request) error {
	return followImport(req, func(req *ui.Request) ([]ui.Part, bool, error) {
		job, err := viewJob(req)
		if err != nil {
			return nil, false, err
		}
		html, err := req.Piece("import_job", "job", &job)
		return []ui.Part{{ID: "job", HTML: html}}, job.Going, err
	})
}

// followSoon is after which time what is followed is looked at for the second time: a small file is done then.
const followSoon = 40 * time.Millisecond

// followImport sends a page's parts as they change, as live does, of what no clock of the account tells: it looks again and again while they are
// going, soon at first.
func followImport(req *ui.Request, parts func(*ui.Request) (parts []ui.Part, going bool, err error)) error {
	next := followSoon
	return req.Lasting(func(req *ui.Request) ([]ui.Part, func() bool, error) {
		found, going, err := parts(req)
		pause := ui.LiveWait
		if going {
			pause = next
			next = min(2*next, ui.LiveEvery)
		}
		return found, func() bool { return pauseFor(req, pause) }, err
	})
}

// pauseFor waits a little; false when the browser is gone or the server stops.
func pauseFor(req *ui.Request, d time.Duration) bool {
	web.ExtendDeadlines(req.Writer, d)
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-req.Context().Done():
	case <-req.Console.App.Ending():
	}
	return false
}

// undoWait is how long the page of an import that is undone waits for the end: it shows how far a large one is.
const undoWait = 2 * time.Second

func undoImport(req *ui.Request) error {
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

// rejectedRows answers the rows that an import did not take as a CSV file, to be mended and sent again. Spreadsheets know its letters by the mark.
func rejectedRows(req *ui.Request) error {
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

// aboutImport names the import of the path.
func aboutImport(req *ui.Request) (string, error) {
	job, err := viewJob(req)
	if err != nil {
		return "", err
	}
	return job.Label(), nil
}
