package console

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"callflow"
	"callflow/internal/imports"
	"callflow/internal/tabular"
	"callflow/internal/web"
)

const (
	largestFile   = 2 << 30          // that may be sent, unless Config says otherwise
	aroundFile    = 64 << 10         // what a form has beside its file
	readingTakes  = 10 * time.Minute // to look through a large file
	megabyte      = 1 << 20
	filesAccepted = ".csv,.tsv,.txt,.xlsx,.ndjson,.jsonl,.json"
)

// importsView is the page where a file is sent, with what was imported lately.
type importsView struct {
	frame
	Problem     string
	Assignments []option
	Assignment  *callflow.Assignment // nil while none is chosen
	CampaignID  int64                // whose page led here; 0 for none
	Accept      string
	Most        int64 // bytes of a file
	Waiting     []waitingFile
	Imports     []importView
}

// TooLarge is what is said of a file that is larger than may be.
func (v *importsView) TooLarge() string { return tooLarge(v.reader, v.Most) }

// waitingFile is a file that was sent, and not imported yet.
type waitingFile struct {
	ID, Name, Size, Until string
}

func importsPage(req *request) error {
	page, err := req.importsView()
	if err != nil {
		return err
	}
	return req.render("imports", page)
}

func (req *request) importsView() (*importsView, error) {
	page := &importsView{frame: req.frame("Import"), Accept: filesAccepted, Most: req.largestFile()}
	chosen := req.chosenAssignment(page)
	for id, assignment := range req.session.Setup.Assignments {
		name := req.session.Setup.Clients[assignment.ClientID].ShortName + " · " + assignment.Name
		page.Assignments = append(page.Assignments, option{Value: strconv.FormatInt(id, 10), Text: name, Selected: id == chosen})
	}
	slices.SortFunc(page.Assignments, func(x, y option) int {
		return cmp.Or(strings.Compare(strings.ToLower(x.Text), strings.ToLower(y.Text)), strings.Compare(x.Value, y.Value))
	})
	if page.Assignment = req.session.Setup.Assignments[chosen]; page.Assignment == nil {
		return page, nil
	}
	for _, file := range req.console.app.Imports.ListFiles(req.session, chosen) {
		page.Waiting = append(page.Waiting, waitingFile{file.ID, file.Name, sizeText(page.reader, file.Size), page.Clock(file.Until())})
	}
	states, err := req.console.app.Imports.States(req.Context(), req.session, chosen)
	if err != nil {
		return nil, err
	}
	for i := range states {
		page.Imports = append(page.Imports, importView{reader: page.reader, State: states[i], AssignmentID: chosen})
	}
	return page, nil
}

// chosenAssignment is the one that the page is about: as the address says, a campaign's, or the only one there is.
func (req *request) chosenAssignment(page *importsView) int64 {
	setup := req.session.Setup
	named, _ := req.id("assignment_id") // 0 where the path names none
	campaign := setup.Campaigns[idOf(req.URL.Query(), "campaign")]
	if campaign != nil && (named == 0 || named == campaign.AssignmentID) {
		page.CampaignID = campaign.ID
		return campaign.AssignmentID
	}
	if named != 0 {
		return named
	}
	if id, err := strconv.ParseInt(req.URL.Query().Get("assignment"), 10, 64); err == nil {
		return id
	}
	if len(setup.Assignments) == 1 {
		for id := range setup.Assignments {
			return id
		}
	}
	return 0
}

func (req *request) largestFile() int64 { return cmp.Or(req.console.config.MaxUpload, largestFile) }

// sendFile takes a file, and leads to where its columns are matched.
func sendFile(req *request) error {
	assignmentID, err := req.id("assignment_id")
	if err != nil {
		return err
	}
	if err := req.console.app.Imports.MayImport(req.session, assignmentID); err != nil { // before anything is sent
		return err
	}
	file, err := req.receiveFile(assignmentID)
	if err == nil {
		web.ExtendDeadlines(req.writer, readingTakes)
		_, err = req.console.app.Imports.Preview(req.Context(), req.session, file, tabular.Options{})
		if mayBeReadOtherwise(err) { // it is asked how
			err = nil
		}
		if err != nil {
			req.console.app.Imports.DropFile(file)
		}
	}
	if err == nil {
		req.seeOther(filePath(file) + campaignQuery(req.URL.Query().Get("campaign")))
		return nil
	}
	page, failed := req.importsView()
	if failed != nil || callflow.ErrorCode(err) == callflow.Internal {
		return errors.Join(err, failed)
	}
	page.Problem = page.importProblem(err)
	return req.renderAs(req.status(err), "imports", page)
}

func filePath(file *imports.KeptFile) string { return "/imports/files/" + file.ID }

// campaignQuery carries along which campaign's page led here.
func campaignQuery(campaign string) string {
	if id, err := strconv.ParseInt(campaign, 10, 64); err == nil && id > 0 {
		return "?campaign=" + strconv.FormatInt(id, 10)
	}
	return ""
}

// receiveFile takes the file of a form, as it comes.
func (req *request) receiveFile(assignmentID int64) (*imports.KeptFile, error) {
	most := req.largestFile()
	req.Body = web.NewUploadBody(req.writer, req.Request, most+aroundFile)
	form, err := req.MultipartReader()
	if err != nil {
		return nil, errNoFile
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, errNoFile
		}
		if err != nil {
			return nil, req.inWords(web.UploadError(err))
		}
		if part.FormName() != "file" {
			continue
		}
		if part.FileName() == "" {
			return nil, errNoFile
		}
		return req.keepFile(assignmentID, part.FileName(), http.MaxBytesReader(nil, part, most))
	}
}

// keepFile takes a file, where there is a place for it.
func (req *request) keepFile(assignmentID int64, name string, from io.Reader) (*imports.KeptFile, error) {
	file, err := req.console.app.Imports.PlaceFile(req.session, assignmentID, name)
	if err != nil {
		return nil, err
	}
	staged, err := web.StageUpload(from, nil)
	if err != nil {
		req.console.app.Imports.DropFile(file)
		return nil, req.inWords(err)
	}
	req.console.app.Imports.KeepFile(file, staged.File, staged.Size)
	return file, nil
}

var errNoFile = callflow.InvalidField("file", "Choose a file.")

// inWords says how large a file may be in the reader's language.
func (req *request) inWords(refused error) error {
	if callflow.ErrorCode(refused) == callflow.TooLarge {
		return &callflow.Error{Code: callflow.TooLarge, Message: tooLarge(req.reader, req.largestFile())}
	}
	return refused
}

func tooLarge(read reader, most int64) string {
	return read.T("The file is larger than %s. Send it in parts, or import it with the command.", sizeText(read, most))
}

// sizeText writes a number of bytes as people do.
func sizeText(read reader, bytes int64) string {
	if bytes < megabyte {
		return read.T("%d kB", (bytes+1023)>>10)
	}
	return read.T("%d MB", bytes/megabyte)
}
