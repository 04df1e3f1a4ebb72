package tabular

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// xlsxReader reads one sheet of a workbook.
type xlsxReader struct {
	book    *xlsxBook
	sheet   *xlsxSheet
	options Options
	size    int64
	rows    *xlsxRows
	layout  *layout
	reading Reading
}

func openXLSX(source io.ReadSeeker, options Options) (Reader, error) {
	size, err := source.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	book, err := openBook(source)
	if err != nil {
		return nil, err
	}
	x := &xlsxReader{book: book, options: options, size: size}
	if err := x.open(); err != nil {
		return nil, errors.Join(otherwise(err, Sheets(x)), x.Close())
	}
	return x, nil
}

// open chooses the sheet and its row of headings.
func (x *xlsxReader) open() (err error) {
	if x.sheet, err = x.book.choose(x.options.Sheet); err != nil {
		return err
	}
	x.options.Sheet = x.sheet.Name
	x.reading = Reading{Format: XLSX, Encoding: UTF8, EncodingBy: ByFormat, Sheet: x.sheet.Name}
	if x.reading.OtherSheets, err = x.book.others(x.sheet); err != nil {
		return err
	}
	if err := x.readHeader(); err != nil {
		return err
	}
	return x.Rewind()
}

// others are the sheets with rows that are not read.
func (b *xlsxBook) others(read *xlsxSheet) ([]string, error) {
	var names []string
	for i := range b.sheets {
		if &b.sheets[i] == read {
			continue
		}
		hasRow, err := b.hasRow(&b.sheets[i])
		if err != nil {
			return nil, err
		}
		if hasRow {
			names = append(names, b.sheets[i].Name)
		}
	}
	return names, nil
}

// choose finds the sheet of a name, or the first that is shown and has a row.
func (b *xlsxBook) choose(name string) (*xlsxSheet, error) {
	var names []string
	for i := range b.sheets {
		sheet := &b.sheets[i]
		names = append(names, fmt.Sprintf("%q", sheet.Name))
		if name != "" {
			if strings.EqualFold(sheet.Name, name) {
				return sheet, nil
			}
			continue
		}
		if sheet.hidden {
			continue
		}
		hasRow, err := b.hasRow(sheet)
		if err != nil || hasRow {
			return sheet, err
		}
	}
	if name != "" {
		return nil, &FileError{Reason: fmt.Sprintf("the workbook has no sheet %q; it has %s", name, strings.Join(names, ", ")), Fix: "name one of these"}
	}
	return nil, &FileError{Reason: "the workbook has no sheet with a row", Fix: "choose one that has"}
}

func (b *xlsxBook) hasRow(sheet *xlsxSheet) (bool, error) {
	rows, err := b.openRows(sheet)
	if err != nil {
		return false, err
	}
	defer rows.close()
	err = rows.nextWithCells()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	return err == nil, err
}

// nextWithCells reads on to a row that has a value.
func (r *xlsxRows) nextWithCells() error {
	for {
		if err := r.next(); err != nil || len(r.cells) > 0 {
			return err
		}
	}
}

func (x *xlsxReader) Columns() []string { return x.layout.names }
func (x *xlsxReader) Options() Options  { return x.options }

// Reading has the ranges that were passed so far, and what headings told that came again.
func (x *xlsxReader) Reading() *Reading {
	x.reading.Merged, x.reading.MergedCount, x.reading.ReadAs = x.rows.merged, x.rows.mergedCount, x.layout.readAs
	return &x.reading
}

// Offset is as much of the file as of the sheet.
func (x *xlsxReader) Offset() int64 {
	whole := float64(max(x.sheet.part.UncompressedSize64, 1))
	return int64(min(float64(x.rows.taken.n)/whole, 1) * float64(x.size))
}

// Rewind begins a pass, behind the row of headings.
func (x *xlsxReader) Rewind() error {
	if err := x.begin(); err != nil {
		return err
	}
	for x.rows.number < x.options.HeaderRow {
		if err := x.rows.nextWithCells(); err != nil {
			return err
		}
	}
	x.layout.start()
	x.reading.begin()
	return nil
}

func (x *xlsxReader) begin() error {
	if x.rows != nil {
		x.rows.close()
	}
	rows, err := x.book.openRows(x.sheet)
	if err == nil {
		x.rows = rows
	}
	return err
}

// readHeader finds the row of headings among the first rows, and makes columns of it.
func (x *xlsxReader) readHeader() error {
	rows, problems, err := x.sample()
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return &FileError{Reason: fmt.Sprintf("the sheet %q has no rows", x.sheet.Name), Fix: "choose another sheet"}
	}
	place, found := findHeadings(rows)
	if wanted := x.options.HeaderRow; wanted > 0 && !isOfRejectedRows(rows, x.options.OwnLine) {
		for place = 0; place < len(rows) && rows[place].line != wanted; place++ {
		}
		if found = true; place == len(rows) {
			return noSuchRow(wanted)
		}
	}
	header := rows[place]
	switch {
	case problems[place] != "":
		return &FileError{Line: header.line, Reason: "the heading in " + problems[place], Fix: "correct it and try again"}
	case !found:
		return noHeadings(rows)
	}
	x.options.HeaderRow, x.reading.HeaderRow, x.reading.Above = header.line, header.line, rowsAbove(rows[:place])
	before := placesBefore(header.cells, firstBelow(rows, header.line), x.options.OwnLine)
	if x.layout, err = layOut(header.line, header.cells, before); err != nil {
		return err
	}
	x.layout.tell(&x.reading)
	for i, column := range x.layout.places {
		for _, unseen := range x.rows.unseen {
			if column+1 >= unseen.from && column+1 <= unseen.to {
				x.reading.HiddenColumns = append(x.reading.HiddenColumns, x.layout.names[i])
			}
		}
	}
	return nil
}

// rowsOfSample is of how many rows of a sheet the headings are found.
const rowsOfSample = 2 * rowsToHeading

// sample reads the first rows with a value, and what is wrong with a cell of each.
func (x *xlsxReader) sample() (rows []shownRow, problems []string, err error) {
	if err := x.begin(); err != nil {
		return nil, nil, err
	}
	for len(rows) < rowsOfSample {
		err := x.rows.nextWithCells()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && len(rows) == 0 {
			return nil, nil, err
		}
		if err != nil {
			break // reading says so when it comes there
		}
		row, wrong := shownRow{line: x.rows.number}, ""
		for i := range x.rows.cells {
			cell := &x.rows.cells[i]
			value, problem := x.book.read(cell)
			if problem = cmp.Or(problem, signsProblem(value.Text)); problem != "" && wrong == "" {
				wrong = referenceOf(cell.column, x.rows.number) + " " + problem
			}
			for len(row.cells) <= cell.column {
				row.cells = append(row.cells, "")
			}
			row.cells[cell.column] = value.Text
		}
		if filled(row.cells) > 0 || wrong != "" {
			rows, problems = append(rows, row), append(problems, wrong)
		}
	}
	return rows, problems, nil //nolint:nilerr // reading tells of what is wrong behind the first rows when it comes there
}

// Read gives the next row that has a value.
func (x *xlsxReader) Read() (Row, error) {
	for {
		if err := x.rows.nextWithCells(); err != nil {
			return Row{}, err
		}
		if wrong := x.refuseTogether(); wrong != nil {
			x.reading.Bad++
			return Row{}, wrong
		}
		row, wrong := x.row()
		if wrong == nil {
			wrong = refuseLine(x.lineBefore())
		}
		if wrong == nil && x.isUncut(&row) {
			if wrong := x.cutAgain(&row); wrong != nil {
				x.reading.Bad++
				return Row{}, wrong
			}
		}
		switch {
		case wrong != nil:
			x.reading.Bad++
			wrong.Line, wrong.Cells, wrong.Problems = row.Line, row.Cells, row.Problems
			return Row{}, wrong
		case len(row.Problems) == 0 && isBlankRow(row.Cells):
			x.reading.Blank++
			continue
		case len(row.Problems) == 0 && x.layout.repeats(row.Cells):
			x.reading.Bad++
			return Row{}, &RowError{Line: row.Line, Reason: headingAgain, Cells: row.Cells}
		}
		x.reading.Rows++
		if row.Hidden {
			x.reading.Hidden++
			x.reading.HiddenLines = withLine(x.reading.HiddenLines, row.Line)
		}
		return row, nil
	}
}

// row makes a row of the cells.
func (x *xlsxReader) row() (row Row, wrong *RowError) {
	row = Row{Line: x.rows.number, Hidden: x.rows.hidden, Cells: make([]Cell, len(x.layout.names))}
	for i := range row.Cells {
		row.Cells[i].Kind = Untyped
	}
	var beside []Cell
	for i := range x.rows.cells {
		cell := &x.rows.cells[i]
		value, problem := x.book.read(cell)
		place, column := -1, x.layout.place(cell.column)
		if column < len(x.layout.byPlace) {
			place = x.layout.byPlace[column]
		}
		if place < 0 {
			if isBlank(value.Text) || column < x.layout.before {
				continue
			}
			if beside = append(beside, value); wrong == nil {
				wrong = &RowError{Reason: "the cell " + referenceOf(cell.column, row.Line) + " has a value, and its column has no heading"}
			}
			continue
		}
		if signs := signsProblem(value.Text); signs != "" {
			value.Text, problem = strings.ReplaceAll(strings.ToValidUTF8(value.Text, "\uFFFD"), "\x00", "\uFFFD"), cmp.Or(problem, signs)
		}
		if problem != "" {
			row.Problems = append(row.Problems, Problem{Column: place, Reason: "the cell " + referenceOf(cell.column, row.Line) + " " + problem})
		}
		if value.Kind == Text && mayBeApart(value.Text) {
			value.Text = x.reading.whole(value.Text, row.Line)
		}
		if unit := x.book.unitOf(cell); unit != NoUnit && value.Text != "" {
			x.reading.shownWith(unit, place, row.Line)
		}
		row.Cells[place] = value
	}
	if wrong != nil {
		row.Cells = append(row.Cells, beside...)
	}
	return row, wrong
}

// signsProblem says what is wrong with the signs of a text.
func signsProblem(text string) string {
	if !utf8.ValidString(text) {
		return "holds bytes that are no letters"
	}
	if strings.IndexByte(text, 0) >= 0 {
		return "holds a NUL character"
	}
	return ""
}

// refuseTogether refuses a row of a file of rejected rows that belongs to another such file.
func (x *xlsxReader) refuseTogether() *RowError {
	if x.layout.before == 0 {
		return nil
	}
	var cells []Cell
	for i := range x.rows.cells {
		value, _ := x.book.read(&x.rows.cells[i])
		for len(cells) <= x.rows.cells[i].column {
			cells = append(cells, Cell{Kind: Untyped})
		}
		cells[x.rows.cells[i].column] = value
	}
	_, wrong := x.layout.together(cells)
	if wrong != nil {
		wrong.Line = x.rows.number
	}
	return wrong
}

// isUncut says whether a row is the text of one that could not be cut into cells.
func (x *xlsxReader) isUncut(row *Row) bool {
	_, is := uncutText(1, append([]Cell{{Text: x.lineBefore()}}, row.Cells...))
	return is
}

// cutAgain takes the text of a row that could not be cut into cells, where it is mended. Only that of a line of NDJSON can be: with which
// delimiter another one was written is not known in a workbook.
func (x *xlsxReader) cutAgain(row *Row) *RowError {
	text := row.Cells[0].Text
	if !isJSON(text) {
		return &RowError{Line: row.Line, Reason: uncutInSheet, Raw: text}
	}
	cells, wrong := x.layout.ofObject(text)
	if wrong != nil {
		wrong.Line, wrong.Raw = row.Line, text
		return wrong
	}
	row.Cells = cells
	return nil
}

// lineBefore is what stands below line in a file of rows that were not taken, "" in others.
func (x *xlsxReader) lineBefore() string {
	if x.layout.before == 0 || len(x.rows.cells) == 0 || x.rows.cells[0].column > 0 {
		return ""
	}
	line, _ := x.book.read(&x.rows.cells[0])
	return line.Text
}
