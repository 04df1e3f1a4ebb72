package importer

import (
	"context"
	"io"
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/cleanse"
	"callflow/internal/profile"
	"callflow/internal/tabular"
	"callflow/internal/tabular/files"
	"callflow/internal/tabular/xlsx"
)

// RowsToGuess is how many rows a preview looks at to find how columns are written; an import looks at all.
const RowsToGuess = 200_000

// ReadOtherwise is the cause of an error about a file that may be right where it is read in another way. It is no text for a log: it has values.
type ReadOtherwise struct {
	Possible []tabular.PossibleEncoding // between which it is in doubt
	Sheets   []string                   // of a workbook
}

// Error has none of the values.
func (*ReadOtherwise) Error() string { return "the file may be right where it is read in another way" }

// Preview is what a file looks like, and what its columns would fill if nobody said anything.
type Preview struct {
	Options tabular.Options // with every guess filled in
	Sheets  []string        // of a workbook
	Columns []PreviewColumn
	Reading tabular.Reading
	Longer  bool // the file has more rows than were looked at

	file     []fileColumn
	held     []tabular.Row // the first that can be read, and one behind them; of those that a sheet shows as many
	profiles []profile.Column
	unread   unreadRows
}

// PreviewColumn is a column of a file.
type PreviewColumn struct {
	Name     string
	Target   string             // the key of the field that it fills, "" for none
	AsBefore bool               // because somebody said so of an earlier file
	Own      bool               // no field has its name: one may be made for it
	Type     callflow.FieldType // that such a field would have, by the first rows
}

// FindTargets tells what the columns of a file would fill in an assignment if nobody said anything.
func (a *Service) FindTargets(ctx context.Context, s *auth.Session, assignmentID int64, p *Preview) (*Preview, error) {
	im := NewRun(a, s, &Request{AssignmentID: assignmentID})
	said, asBefore, err := im.mapping(ctx, p.file)
	if err != nil {
		return nil, err
	}
	fields := s.Setup.Fields[assignmentID]
	byName, unknown, err := im.Request.matchColumns(p.file, nil, fields, im.productLabels())
	if byName == nil {
		return nil, err
	}
	matched, _, err := im.Request.matchColumns(p.file, said, fields, im.productLabels())
	if matched == nil {
		return nil, err
	}
	shown := *p
	shown.Columns = make([]PreviewColumn, len(p.file))
	for i := range p.file {
		shown.Columns[i] = p.Columns[i]
		shown.Columns[i].Target = matched[i].target()
		shown.Columns[i].AsBefore = slices.Contains(asBefore, p.file[i].name)
	}
	for _, i := range unknown {
		shown.Columns[i].Own = true
	}
	leaveOutSecond(shown.Columns)
	return &shown, nil
}

// leaveOutSecond lets no two columns fill one field: of two, one that was said to goes before one that has the name.
func leaveOutSecond(columns []PreviewColumn) {
	filled := make(map[string]bool)
	for _, before := range []bool{true, false} {
		for i := range columns {
			c := &columns[i]
			if c.AsBefore != before || c.Target == "" {
				continue
			}
			if filled[c.Target] {
				c.Target = ""
			}
			filled[c.Target] = true
		}
	}
}

// LookAt reads the head of a file. What its columns fill is not found out here: that may be another a moment later.
func LookAt(source io.ReadSeeker, options tabular.Options) (*Preview, error) {
	reader, err := files.Open(source, options)
	if err != nil {
		return nil, fileError(err)
	}
	defer func() { _ = reader.Close() }() // it is of no use any more
	p := &Preview{Options: reader.Options(), Sheets: xlsx.Sheets(reader), Columns: make([]PreviewColumn, len(reader.Columns()))}
	p.file = columnsOfFile(reader)
	if err := p.readRows(reader); err != nil {
		return nil, fileError(err)
	}
	p.Reading = *reader.Reading()
	for i := range p.file {
		kind, _ := p.profiles[i].Type(p.file[i].heading, p.Options.Format)
		p.Columns[i] = PreviewColumn{Name: p.file[i].name, Type: kind}
	}
	return p, nil
}

func (p *Preview) readRows(reader tabular.Reader) error {
	p.profiles = make([]profile.Column, len(p.file))
	held := make(map[bool]int) // by whether the sheet hides them
	places := make([]int, len(p.file))
	for i := range places {
		places[i] = i
	}
	for range RowsToGuess {
		row, err := reader.Read()
		if atEnd(err) {
			return nil
		}
		if p.unread.add(err) {
			continue
		}
		if err != nil {
			return err
		}
		if held[row.Hidden] <= rowsExplained && !blank(&row) {
			p.held = append(p.held, row)
			held[row.Hidden]++
		}
		profileRow(&row, places, cleanse.CommonWords, p.profiles)
	}
	p.Longer = true
	return nil
}
