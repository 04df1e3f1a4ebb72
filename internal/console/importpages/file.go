package importpages

import (
	"fmt"
	"net/http"

	"callflow/internal/console/ui"
	"callflow/internal/importer"
	"callflow/internal/imports"
	"callflow/internal/tabular"
)

// fileRequest is a request about a file that was sent, with what is known of it.
type fileRequest struct {
	*ui.Request
	file    *imports.KeptFile
	preview *importer.Preview // nil where unread is not
	unread  error             // why it can't be read as it was chosen, where another way may be right
}

// Columns answers the page where the columns of a file that waits are matched with fields.
func Columns(req *ui.Request) error { return waiting(req, matchPage) }

// Match takes how the columns of a file that waits are matched, and tries the import with it.
func Match(req *ui.Request) error { return waiting(req, matchFile) }

// Rehearsal answers the page that tells what the import of a file that waits would do.
func Rehearsal(req *ui.Request) error { return waiting(req, rehearsalPage) }

// Run begins the import of a file that waits, once it was tried as it was chosen, and leads to it.
func Run(req *ui.Request) error { return waiting(req, runImport) }

// waiting answers about a file that waits to be imported; one that was imported leads to its import.
func waiting(req *ui.Request, handle func(*fileRequest) error) error {
	asked, err := fileOfPath(req)
	if err != nil {
		return err
	}
	if asked.file.Import() != 0 {
		req.SeeOther(asked.imported())
		return nil
	}
	if asked.unread != nil {
		return asked.askHow(tabular.Options{}, asked.unread, http.StatusOK)
	}
	return handle(asked)
}

func fileOfPath(req *ui.Request) (*fileRequest, error) {
	file, err := req.Console.App.Imports.FindFile(req.Session, req.PathValue("file_id"))
	if err != nil {
		return nil, err
	}
	asked := &fileRequest{Request: req, file: file}
	if file.Import() != 0 {
		return asked, nil
	}
	asked.preview, err = req.Console.App.Imports.Preview(req.Context(), req.Session, file, file.Chosen().Options)
	if mayBeReadOtherwise(err) {
		asked.unread, err = err, nil
	}
	return asked, err
}

// imported is where the file's import is shown.
func (req *fileRequest) imported() string {
	return importPath(req.file.AssignmentID, req.file.Import())
}

func importPath(assignmentID, id int64) string {
	return fmt.Sprintf("/imports/%d/%d", assignmentID, id)
}
