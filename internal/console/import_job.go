package console

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"callflow"
	"callflow/internal/imports"
	"callflow/internal/tabular"
	"callflow/internal/web"
)

// importView is an import as pages show it.
type importView struct {
	reader
	imports.State
	AssignmentID int64
}

// statusTexts are what people call the states of an import.
var statusTexts = map[string]string{
	"waiting": "Waiting for another import", "running": "Running", "done": "Done", "failed": "Failed", "interrupted": "Interrupted", "undone": "Undone",
}

// StatusText is the state in the reader's language.
func (v *importView) StatusText() string { return v.T(cmp.Or(statusTexts[v.Status], v.Status)) }

// Path is where the import's own page is.
func (v *importView) Path() string { return importPath(v.AssignmentID, v.ID) }

// Label is what the import is called: its file's name, where that is known.
func (v *importView) Label() string {
	return cmp.Or(v.FileName, v.T("Import no. %s", strconv.FormatInt(v.ID, 10)))
}

// Percent is how much of the file is read.
func (v *importView) Percent() int64 { return percentOf(v.Bytes, v.Size) }

// Figures are the counts.
func (v *importView) Figures() []figure { return figuresOf(v.reader, &v.Result) }

// Made are the fields that were made.
func (v *importView) Made() string { return v.newFields(v.NewFields) }

// Failure is why the import failed.
func (v *importView) Failure() string {
	const fix = "What it wrote before stays. Put that right and send the file again: that completes it."
	reason, stopped := strings.CutPrefix(v.Error, "The import stopped: ")
	if !stopped {
		return v.reasons(v.Error)
	}
	return v.T("The import stopped: %s", v.Said(strings.TrimSuffix(reason, " "+fix))) + " " + v.T(fix)
}

// importJobView is an import's own page.
type importJobView struct {
	frame
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
func (req *request) importIDs() (assignmentID, id int64, err error) {
	if assignmentID, err = req.id("assignment_id"); err == nil {
		id, err = req.id("import_id")
	}
	return assignmentID, id, err
}

func (req *request) jobView() (jobView, error) {
	assignmentID, id, err := req.importIDs()
	if err != nil {
		return jobView{}, err
	}
	state, err := req.console.app.Imports.State(req.Context(), req.session, assignmentID, id)
	if err != nil {
		return jobView{}, err
	}
	view := jobView{importView: importView{reader: req.reader, State: state, AssignmentID: assignmentID}}
	view.Notes = view.importNotes(state.Result.Notes)
	for _, id := range state.CampaignIDs {
		if campaign := req.session.Setup.Campaigns[id]; campaign != nil {
			view.Campaigns = append(view.Campaigns, campaign)
		}
	}
	return view, nil
}

func importPage(req *request) error { return req.showImport(nil) }

// showImport answers an import's page; refused is what was refused of something that was asked for on it.
func (req *request) showImport(refused error) error {
	job, err := req.jobView()
	if err != nil {
		return err
	}
	page := &importJobView{frame: req.frame("Import"), Assignment: req.session.Setup.Assignments[job.AssignmentID], Job: job}
	page.Name, page.Here = job.Label(), job.Path()
	if job.Going {
		page.Live = job.Path() + "/live"
	}
	if refused != nil {
		page.Problem = page.importProblem(refused)
	}
	return req.renderAs(req.status(refused), "import_job", page)
}

func importLive(req *request) error {
	return req.follow(func(req *request) ([]part, bool, error) {
		job, err := req.jobView()
		if err != nil {
			return nil, false, err
		}
		html, err := req.piece("import_job", "job", &job)
		return []part{{"job", html}}, job.Going, err
	})
}

// followSoon is after which time what is followed is looked at for the second time: a small file is done then.
const followSoon = 40 * time.Millisecond

// follow sends a page's parts as they change, as live does, of what no clock of the account tells: it looks again and again while they are
// going, soon at first.
func (req *request) follow(parts func(*request) (parts []part, going bool, err error)) error {
	next := followSoon
	return req.lasting(func(req *request) ([]part, func() bool, error) {
		found, going, err := parts(req)
		pause := liveWait
		if going {
			pause = next
			next = min(2*next, liveEvery)
		}
		return found, func() bool { return req.pause(pause) }, err
	})
}

// pause waits a little; false when the browser is gone or the server stops.
func (req *request) pause(d time.Duration) bool {
	web.ExtendDeadlines(req.writer, d)
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-req.Context().Done():
	case <-req.console.app.Ending():
	}
	return false
}

func undoImport(req *request) error {
	assignmentID, id, err := req.importIDs()
	if err != nil {
		return err
	}
	if _, err := req.console.app.Imports.Undo(req.Context(), req.session, assignmentID, id); err != nil {
		if callflow.ErrorCode(err) == callflow.Conflict {
			return req.showImport(err)
		}
		return err
	}
	return req.done(importPath(assignmentID, id), "The import is undone.")
}

// rejectedRows answers the rows that an import did not take as a CSV file, to be mended and sent again. Spreadsheets know its letters by the mark.
func rejectedRows(req *request) error {
	assignmentID, id, err := req.importIDs()
	if err != nil {
		return err
	}
	place, err := req.console.files.Take(req.session.AccountID, req.session.User.ID)
	if err != nil {
		return err
	}
	defer place.Release()
	options := tabular.RecordOptions{Mark: true}
	if req.reader.Language == "nb" { // as spreadsheets there read it
		options.Delimiter = ';'
	}
	deadline, begun := web.NewWriteDeadline(req.writer), false
	err = req.console.app.Imports.TellRejected(req.Context(), req.session, &imports.RejectedFile{
		Of: &imports.RowsRequest{AssignmentID: assignmentID, ID: id}, Options: options, To: deadline,
		Reasons: req.reader.reasons, Extend: deadline.Extend,
		Begin: func(charset string) {
			begun = true
			h := req.writer.Header()
			h.Set("Content-Type", "text/csv; charset="+charset)
			h.Set("Cache-Control", "no-store")
			h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=\"rejected-%d.csv\"", id))
		},
	})
	if !begun {
		return err
	}
	if err != nil {
		web.BreakOff(req.console.config.Log, req.Request, err)
	}
	return nil
}
