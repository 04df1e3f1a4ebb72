package importer

import (
	"context"
	"errors"
	"io"
	"slices"

	"callflow/internal/auth"
	"callflow/internal/notes"
	"callflow/internal/tabular"
)

// FileReading tells how a file that waits is read as it is chosen, with its first rows as they will be.
type FileReading struct {
	Columns   []ReadColumn
	Rows      []ShownRow
	Notes     []notes.Note
	Questions []*ReadQuestion
}

// ShownRow is a row as it will be: its cells as the file has them where they are left out, or where the row would be rejected.
type ShownRow struct {
	Line   int
	Cells  []string
	Reason string // why it would be rejected
}

// ReadQuestion is what can be read in two ways until an option says in which.
type ReadQuestion struct {
	Option string // as the command calls it
	Column int    // by its place among the file's
	Err    error
}

// ExplainPreview tells how a file is read as a request chooses, from what was seen of it. What can't be imported so has its rows as the file has
// them.
func (a *Service) ExplainPreview(ctx context.Context, s *auth.Session, r *Request, p *Preview) (*FileReading, error) {
	im := NewRun(a, s, r)
	im.Reader, im.today = &heldRows{preview: p}, a.Today(s)
	told := &FileReading{}
	read, err := im.explainHeld(ctx, p, told)
	if err != nil || read == nil {
		told.Rows = p.rowsAsTheyAre(r.SkipHidden)
		return told, err
	}
	told.Columns = read.Columns
	for _, question := range told.Questions {
		read.Columns[question.Column].Type = "" // nothing can be made of its cells yet
	}
	told.Rows = p.shownRows(read)
	told.Notes = im.notes.Told()
	return told, nil
}

// explainHeld gives nil where what is chosen can't be.
func (im *Run) explainHeld(ctx context.Context, p *Preview, told *FileReading) (*Reading, error) {
	if im.prepareMatch() != nil || im.Request.checkReading() != nil {
		return nil, nil //nolint:nilnil,nilerr // whoever tries it is told
	}
	said, _, err := im.mapping(ctx, p.file)
	if err != nil {
		return nil, err
	}
	im.columns, im.unknown, err = im.Request.matchColumns(p.file, said, im.session.Setup.Fields[im.Request.AssignmentID], im.productLabels())
	if err != nil {
		return nil, nil //nolint:nilnil,nilerr // as above
	}
	im.tellFile()
	im.again = im.readBefore(im.Reader.Reading().ReadAs)
	im.profiles = p.profiles
	for i := range im.columns {
		im.profiled = append(im.profiled, i)
		var asked *askedError
		if err := im.decideColumn(i, &p.profiles[i]); errors.As(err, &asked) {
			told.Questions = append(told.Questions, &ReadQuestion{asked.option, i, err})
		} else if err != nil {
			return nil, err
		}
	}
	im.tellColumns()
	im.TellRows()
	p.unread.tell(&im.notes)
	return im.Explain()
}

// askedError is the cause of a question: the option that answers it.
type askedError struct{ option string }

func (*askedError) Error() string { return "it can be read in two ways" }

// shownRows puts the cells of the file where nothing is made of them.
func (p *Preview) shownRows(read *Reading) []ShownRow {
	shown := make([]ShownRow, len(read.Rows))
	for i := range read.Rows {
		row := &read.Rows[i]
		at := slices.IndexFunc(p.held, func(r tabular.Row) bool { return r.Line == row.Line })
		shown[i] = ShownRow{Line: row.Line, Cells: textsOf(p.held[at].Cells), Reason: row.Reason}
		for k := range read.Columns {
			if row.Reason == "" && read.Columns[k].Type != "" {
				shown[i].Cells[k] = row.Values[k]
			}
		}
	}
	return shown
}

func (p *Preview) rowsAsTheyAre(skipHidden bool) []ShownRow {
	var rows []ShownRow
	for i := range p.held {
		if row := &p.held[i]; len(rows) < rowsExplained && !(row.Hidden && skipHidden) {
			rows = append(rows, ShownRow{Line: row.Line, Cells: textsOf(row.Cells)})
		}
	}
	return rows
}

// heldRows reads the first rows of a file from what was seen of it.
type heldRows struct {
	preview *Preview
	at      int
}

func (h *heldRows) Columns() []string { return namesOf(h.preview.file) }

func (h *heldRows) Read() (tabular.Row, error) {
	if h.at == len(h.preview.held) {
		return tabular.Row{}, io.EOF
	}
	h.at++
	row := h.preview.held[h.at-1]
	row.Cells = slices.Clone(row.Cells)
	return row, nil
}

func (h *heldRows) Rewind() error {
	h.at = 0
	return nil
}

func (h *heldRows) Offset() int64             { return 0 }
func (h *heldRows) Options() tabular.Options  { return h.preview.Options }
func (h *heldRows) Reading() *tabular.Reading { return &h.preview.Reading }
func (h *heldRows) Close() error              { return nil }
