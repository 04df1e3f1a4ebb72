package imports

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strconv"

	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
	"callflow/internal/tabular"
	"callflow/internal/tabular/csv"
	"callflow/internal/tabular/heading"
)

// RejectedRows writes rejected rows of a file, with the headings above them.
type RejectedRows struct {
	rows *csv.RowsBack
	told []string // an empty cell below the heading that tells how the file was read, where there is one
}

// NewRejectedRows writes the headings: readAs is what was told of how the file was read, and headed what stands above its columns.
func NewRejectedRows(rows *csv.RowsBack, readAs string, headed []string) (*RejectedRows, error) {
	before, told := []string{importer.RejectedLine, importer.RejectedReason}, []string(nil)
	if readAs != "" {
		before, told = append(before, heading.ReadAs(readAs)), []string{""}
	}
	return &RejectedRows{rows: rows, told: told}, rows.Row(append(before, headed...), "")
}

// Row writes a row with its reasons: its cells, or the text of one that could not be cut into cells.
func (r *RejectedRows) Row(line, reasons string, cells []string, raw string) error {
	return r.rows.Row(slices.Concat([]string{line, reasons}, r.told, cells), raw)
}

// RejectedFile is a CSV file of the rows that an import did not take, to be mended and sent again.
type RejectedFile struct {
	Of      *RowsRequest
	Options tabular.RecordOptions // where the import's file had no separator of its own
	To      io.Writer
	Begin   func(charset string)        // called before the first byte
	Reasons func(reasons string) string // says a row's reasons in the reader's language; nil leaves them as they are
	Extend  func()                      // the write deadline; called for each row
}

// TellRejected tells the file, with an entry in the audit. It was begun where Begin was called.
func (a *Service) TellRejected(ctx context.Context, s *auth.Session, f *RejectedFile) error {
	return a.NotedFile(ctx, s, auth.ReadOf{AssignmentID: f.Of.AssignmentID, What: "rejected rows"}, func(told *auth.FileTold) error {
		out := bufio.NewWriter(f.To)
		telling := rejectedTelling{file: f, out: out, told: told}
		err := a.eachRejection(ctx, s, &telling)
		return cmp.Or(err, out.Flush())
	})
}

// rejectedTelling is a file of rejected rows on its way.
type rejectedTelling struct {
	file *RejectedFile
	out  io.Writer
	rows *RejectedRows
	told *auth.FileTold
}

func (t *rejectedTelling) begin(job *importlog.Job) error {
	rows := csv.NewRowsBack(t.out, readWith(job), t.file.Options)
	t.file.Begin(rows.Charset())
	t.told.Begun = true
	var err error
	t.rows, err = NewRejectedRows(rows, keptOf(job).ReadAs, textsOfJSON(job.Columns))
	return err
}

func (t *rejectedTelling) row(kept *importlog.Rejection) error {
	t.file.Extend()
	reasons := kept.Reason
	if t.file.Reasons != nil {
		reasons = t.file.Reasons(reasons)
	}
	var raw string
	_ = json.Unmarshal([]byte(kept.Cells), &raw) // where it is the text of a row that could not be cut into cells
	t.told.Records++
	return t.rows.Row(strconv.FormatInt(kept.Line, 10), reasons, textsOfJSON(kept.Cells), raw)
}

// eachRejection shows how an import's file was read, and then each row that it did not take.
func (a *Service) eachRejection(ctx context.Context, s *auth.Session, t *rejectedTelling) error {
	of := t.file.Of
	for after, begun := int64(0), false; ; begun = true {
		var job *importlog.Job
		var kept []importlog.Rejection
		err := a.Read(ctx, s, func(r *store.Snapshot, current *auth.Session) (err error) {
			if job, err = importOf(r, current, of.AssignmentID, of.ID); err == nil {
				kept, err = importlog.Rejections(r, of.ID, after, keptTogether)
			}
			return err
		})
		if err == nil && !begun {
			err = t.begin(job)
		}
		for i := 0; i < len(kept) && err == nil; i++ {
			err, after = t.row(&kept[i]), kept[i].Place
		}
		if err != nil || len(kept) < keptTogether {
			return err
		}
	}
}
