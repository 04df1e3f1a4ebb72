package importpages

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
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
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
	ui.Frame
	Problem     string
	Assignments []ui.Option
	Assignment  *callflow.Assignment // nil while none is chosen
	CampaignID  int64                // whose page led here; 0 for none
	Accept      string
	Most        int64 // bytes of a file
	Waiting     []waitingFile
	Imports     []importView
}

// TooLarge is what is said of a file that is larger than may be.
func (v *importsView) TooLarge() string { return tooLarge(v.Reader, v.Most) }

// waitingFile is a file that was sent, and not imported yet.
type waitingFile struct {
	ID, Name, Size, Until string
}

// Imports answers the page where a file is sent, with the files that wait and what was imported lately.
func Imports(req *ui.Request) error {
	page, err := viewImports(req)
	if err != nil {
		return err
	}
	return req.Render("imports", page)
}

func viewImports(req *ui.Request) (*importsView, error) {
	page := &importsView{Frame: req.Frame("Import"), Accept: filesAccepted, Most: largestUpload(req)}
	chosen := chosenAssignment(req, page)
	for id, assignment := range req.Session.Setup.Assignments {
		name := req.Session.Setup.Clients[assignment.ClientID].ShortName + " · " + assignment.Name
		page.Assignments = append(page.Assignments, ui.Option{Value: strconv.FormatInt(id, 10), Text: name, Selected: id == chosen})
	}
	slices.SortFunc(page.Assignments, func(x, y ui.Option) int {
		return cmp.Or(strings.Compare(strings.ToLower(x.Text), strings.ToLower(y.Text)), strings.Compare(x.Value, y.Value))
	})
	if page.Assignment = req.Session.Setup.Assignments[chosen]; page.Assignment == nil {
		return page, nil
	}
	for _, file := range req.Console.App.Imports.ListFiles(req.Session, chosen) {
		page.Waiting = append(page.Waiting, waitingFile{file.ID, file.Name, sizeText(page.Reader, file.Size), page.Clock(file.Until())})
	}
	states, err := req.Console.App.Imports.States(req.Context(), req.Session, chosen)
	if err != nil {
		return nil, err
	}
	for i := range states {
		page.Imports = append(page.Imports, importView{Reader: page.Reader, State: states[i], AssignmentID: chosen})
	}
	return page, nil
}

// chosenAssignment is the one that the page is about: as the address says, a campaign's, or the only one there is.
func chosenAssignment(req *ui.Request, page *importsView) int64 {
	setup := req.Session.Setup
	named, _ := req.ID("assignment_id") // 0 where the path names none
	campaign := setup.Campaigns[ui.FormID(req.URL.Query(), "campaign")]
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

func largestUpload(req *ui.Request) int64 { return cmp.Or(req.Console.Config.MaxUpload, largestFile) }

// SendFile takes a file, and leads to where its columns are matched.
func SendFile(req *ui.Request) error {
	assignmentID, err := req.ID("assignment_id")
	if err != nil {
		return err
	}
	if err := req.Console.App.Imports.MayImport(req.Session, assignmentID); err != nil { // before anything is sent
		return err
	}
	file, err := receiveFile(req, assignmentID)
	if err == nil {
		web.ExtendDeadlines(req.Writer, readingTakes)
		_, err = req.Console.App.Imports.Preview(req.Context(), req.Session, file, tabular.Options{})
		if mayBeReadOtherwise(err) { // it is asked how
			err = nil
		}
		if err != nil {
			req.Console.App.Imports.DropFile(file)
		}
	}
	if err == nil {
		req.SeeOther(filePath(file) + campaignQuery(req.URL.Query().Get("campaign")))
		return nil
	}
	page, failed := viewImports(req)
	if failed != nil || callflow.ErrorCode(err) == callflow.Internal {
		return errors.Join(err, failed)
	}
	page.Problem = importProblem(page.Reader, err)
	return req.RenderAs(req.Status(err), "imports", page)
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
func receiveFile(req *ui.Request, assignmentID int64) (*imports.KeptFile, error) {
	most := largestUpload(req)
	req.Body = web.NewUploadBody(req.Writer, req.Request, most+aroundFile)
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
			return nil, refusedInWords(req, web.UploadError(err))
		}
		if part.FormName() != "file" {
			continue
		}
		if part.FileName() == "" {
			return nil, errNoFile
		}
		return keepFile(req, assignmentID, part.FileName(), http.MaxBytesReader(nil, part, most))
	}
}

// keepFile takes a file, where there is a place for it.
func keepFile(req *ui.Request, assignmentID int64, name string, from io.Reader) (*imports.KeptFile, error) {
	file, err := req.Console.App.Imports.PlaceFile(req.Session, assignmentID, name)
	if err != nil {
		return nil, err
	}
	staged, err := web.StageUpload(from, nil)
	if err != nil {
		req.Console.App.Imports.DropFile(file)
		return nil, refusedInWords(req, err)
	}
	req.Console.App.Imports.KeepFile(file, staged.File, staged.Size)
	return file, nil
}

var errNoFile = callflow.InvalidField("file", "Choose a file.")

// refusedInWords says how large a file may be in the reader's language.
func refusedInWords(req *ui.Request, refused error) error {
	if callflow.ErrorCode(refused) == callflow.TooLarge {
		return &callflow.Error{Code: callflow.TooLarge, Message: tooLarge(req.Reader, largestUpload(req))}
	}
	return refused
}

func tooLarge(read locale.Reader, most int64) string {
	return read.T("The file is larger than %s. Send it in parts, or import it with the command.", sizeText(read, most))
}

// sizeText writes a number of bytes as people do.
func sizeText(read locale.Reader, bytes int64) string {
	if bytes < megabyte {
		return read.T("%d kB", (bytes+1023)>>10)
	}
	return read.T("%d MB", bytes/megabyte)
}
