package app

import (
	"slices"
	"strings"

	"callflow"
	"callflow/internal/tabular"
	"callflow/internal/tabular/files"
)

// columnsOfFile are the columns of a file, with their places.
func columnsOfFile(reader tabular.Reader) []fileColumn {
	names, headings := reader.Columns(), reader.Reading().Headings
	file := make([]fileColumn, len(names))
	for i, name := range names {
		file[i] = fileColumn{name: name, heading: name, place: i + 1}
		if i < len(headings) {
			file[i].heading, file[i].place = headings[i].Text, headings[i].Place
		}
	}
	return file
}

// headingsOfFile are what stands above a file's columns: several may have the same.
func headingsOfFile(reader tabular.Reader) []string {
	var texts []string
	for _, heading := range reader.Reading().Headings {
		texts = append(texts, heading.Text)
	}
	return texts
}

// isUnknown says whether a field is made for a column.
func (im *importer) isUnknown(i int) bool { return slices.Contains(im.unknown, i) }

// productLabels are what exports call the columns of products.
func (im *importer) productLabels() []string {
	var labels []string
	for _, campaign := range im.session.Setup.CampaignsOf(im.request.AssignmentID) {
		products := im.session.Setup.Products[campaign.ID]
		for i := range products {
			label := products[i].Title
			if label == "" {
				label = products[i].Code
			}
			labels = append(labels, label)
		}
	}
	return labels
}

// tellColumns tells what the columns come to as a whole, before any row is written.
func (im *importer) tellColumns() {
	var parts, notOwn []string
	im.joins, im.fillsNames, im.fillsPhones = false, false, false
	for i := range im.columns {
		c := &im.columns[i]
		switch {
		case c.part != noPart:
			parts = append(parts, c.heading)
			im.joins, im.fillsNames = true, true
		case c.notOwn:
			notOwn = append(notOwn, c.heading)
		case c.isPhone():
			im.fillsPhones = true
		case c.target() == callflow.StandardFields[0].Key:
			im.fillsNames = true
		}
	}
	if parts != nil {
		im.notes.add(noteNames, nil, 0, strings.Join(parts, ", "))
	}
	if notOwn != nil {
		im.notes.add(noteNotOwn, nil, int64(len(notOwn)), strings.Join(notOwn, ", "))
	}
	if im.request.Mode == OnlyUpdate {
		return
	}
	if !im.fillsNames {
		im.notes.add(noteNoNames, nil, 0, "")
	}
	if !im.fillsPhones {
		im.notes.add(noteNoNumbers, nil, 0, "")
	}
}

// tellFile tells how the file is read, before its rows are.
func (im *importer) tellFile() {
	read := im.reader.Reading()
	if read.Rejected {
		im.notes.add(noteRejected, nil, 0, "")
	}
	if len(read.Above) > 0 {
		lines := make([]int, len(read.Above))
		for i := range read.Above {
			lines[i] = read.Above[i].Line
		}
		im.notes.put(noteKeyOf(noteAbove, nil, ""), int64(len(lines)), lines...)
	}
	if len(read.OtherSheets) > 0 {
		im.notes.add(noteSheets, nil, int64(len(read.OtherSheets)), strings.Join(read.OtherSheets, ", "))
	}
	switch {
	case read.EncodingBy == tabular.ByLetters:
		im.notes.add(noteLetters, nil, 0, string(read.Encoding))
	case read.EncodingBy == tabular.ByASCII || read.ToldFirst == "":
	case read.ToldFirst == read.Encoding:
		im.notes.add(noteAsFirst, nil, 0, string(read.Encoding))
	default:
		im.notes.add(noteNotAsFirst, nil, 0, string(read.Encoding))
	}
	if read.SmartQuotes {
		im.notes.add(noteQuotes, nil, 0, "")
	}
	if read.Doubled > 0 {
		im.notes.add(noteDoubled, nil, read.Doubled, "")
	}
}

// tellRows tells what the rows that were read have shown of the file.
func (im *importer) tellRows() {
	read := im.reader.Reading()
	hidden := noteHidden
	if im.request.SkipHidden {
		hidden = noteHiddenSkip
	}
	merged := strings.Join(read.Merged[:min(len(read.Merged), linesOfNote)], ", ")
	for _, told := range []struct {
		kind   string
		count  int64
		lines  []int
		detail string
	}{
		{hidden, read.Hidden, read.HiddenLines, ""}, {noteParts, read.Whole, read.WholeLines, ""},
		{noteMerged, read.MergedCount, nil, merged},
	} {
		if told.count > 0 {
			im.notes.put(noteKeyOf(told.kind, nil, told.detail), told.count, told.lines...)
		}
	}
	im.tellUnits(read.Units)
}

// tellUnits tells of numbers that a sheet shows with a unit, in columns that are read.
func (im *importer) tellUnits(units []tabular.Units) {
	for i := range units {
		kind, c := noteUnits, &im.columns[units[i].Column]
		if units[i].Unit == tabular.Percent {
			kind = notePercent
		}
		if !c.ignored() || im.isUnknown(units[i].Column) {
			im.notes.put(noteKeyOf(kind, c, ""), units[i].Count, units[i].Lines...)
		}
	}
}

// open opens the file anew.
func (im *importer) open() (err error) {
	im.close()
	im.reader, err = files.Open(im.request.Source, im.request.options())
	return im.request.openError(fileError(err))
}

// options are how the file is read. What is said of columns called line or reason says that they are columns as others, and not those with
// which a file of rejected rows begins.
func (r *ImportRequest) options() tabular.Options {
	options := r.Options
	for name := range r.Map {
		if strings.EqualFold(name, rejectedLine) || strings.EqualFold(name, rejectedReason) {
			options.OwnLine = true
		}
	}
	return options
}

// close lets go of what the reader keeps beside the file.
func (im *importer) close() {
	if im.reader != nil {
		_ = im.reader.Close() // it is of no use any more
		im.reader = nil
	}
}
