package importer

import (
	"slices"
	"strings"

	"callflow"
	"callflow/internal/notes"
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

// HeadingsOfFile are what stands above a file's columns: several may have the same.
func HeadingsOfFile(reader tabular.Reader) []string {
	var texts []string
	for _, heading := range reader.Reading().Headings {
		texts = append(texts, heading.Text)
	}
	return texts
}

// isUnknown says whether a field is made for a column.
func (im *Run) isUnknown(i int) bool { return slices.Contains(im.unknown, i) }

// productLabels are what exports call the columns of products.
func (im *Run) productLabels() []string {
	var labels []string
	for _, campaign := range im.session.Setup.CampaignsOf(im.Request.AssignmentID) {
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
func (im *Run) tellColumns() {
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
		im.notes.Add(notes.Names, nil, 0, strings.Join(parts, ", "))
	}
	if notOwn != nil {
		im.notes.Add(notes.NotOwn, nil, int64(len(notOwn)), strings.Join(notOwn, ", "))
	}
	if im.Request.Mode == OnlyUpdate {
		return
	}
	if !im.fillsNames {
		im.notes.Add(notes.NoNames, nil, 0, "")
	}
	if !im.fillsPhones {
		im.notes.Add(notes.NoNumbers, nil, 0, "")
	}
}

// tellFile tells how the file is read, before its rows are.
func (im *Run) tellFile() {
	read := im.Reader.Reading()
	if read.Rejected {
		im.notes.Add(notes.Rejected, nil, 0, "")
	}
	if len(read.Above) > 0 {
		lines := make([]int, len(read.Above))
		for i := range read.Above {
			lines[i] = read.Above[i].Line
		}
		im.notes.Put(notes.Of(notes.Above, nil, ""), int64(len(lines)), lines...)
	}
	if len(read.OtherSheets) > 0 {
		im.notes.Add(notes.Sheets, nil, int64(len(read.OtherSheets)), strings.Join(read.OtherSheets, ", "))
	}
	switch {
	case read.EncodingBy == tabular.ByLetters:
		im.notes.Add(notes.Letters, nil, 0, string(read.Encoding))
	case read.EncodingBy == tabular.ByASCII || read.ToldFirst == "":
	case read.ToldFirst == read.Encoding:
		im.notes.Add(notes.AsFirst, nil, 0, string(read.Encoding))
	default:
		im.notes.Add(notes.NotAsFirst, nil, 0, string(read.Encoding))
	}
	if read.SmartQuotes {
		im.notes.Add(notes.Quotes, nil, 0, "")
	}
	if read.Doubled > 0 {
		im.notes.Add(notes.Doubled, nil, read.Doubled, "")
	}
}

// TellRows tells what the rows that were read have shown of the file.
func (im *Run) TellRows() {
	read := im.Reader.Reading()
	hidden := notes.Hidden
	if im.Request.SkipHidden {
		hidden = notes.HiddenSkip
	}
	merged := strings.Join(read.Merged[:min(len(read.Merged), notes.MostLines)], ", ")
	for _, told := range []struct {
		kind   string
		count  int64
		lines  []int
		detail string
	}{
		{hidden, read.Hidden, read.HiddenLines, ""}, {notes.Parts, read.Whole, read.WholeLines, ""},
		{notes.Merged, read.MergedCount, nil, merged},
	} {
		if told.count > 0 {
			im.notes.Put(notes.Of(told.kind, nil, told.detail), told.count, told.lines...)
		}
	}
	im.tellUnits(read.Units)
}

// tellUnits tells of numbers that a sheet shows with a unit, in columns that are read.
func (im *Run) tellUnits(units []tabular.Units) {
	for i := range units {
		kind, c := notes.Units, &im.columns[units[i].Column]
		if units[i].Unit == tabular.Percent {
			kind = notes.Percent
		}
		if !c.ignored() || im.isUnknown(units[i].Column) {
			im.notes.Put(notes.Of(kind, c, ""), units[i].Count, units[i].Lines...)
		}
	}
}

// open opens the file anew.
func (im *Run) open() (err error) {
	im.Close()
	im.Reader, err = files.Open(im.Request.Source, im.Request.options())
	return im.Request.openError(fileError(err))
}

// options are how the file is read. What is said of columns called line or reason says that they are columns as others, and not those with
// which a file of rejected rows begins.
func (r *Request) options() tabular.Options {
	options := r.Options
	for name := range r.Map {
		if strings.EqualFold(name, RejectedLine) || strings.EqualFold(name, RejectedReason) {
			options.OwnLine = true
		}
	}
	return options
}

// Close lets go of what the reader keeps beside the file.
func (im *Run) Close() {
	if im.Reader != nil {
		_ = im.Reader.Close() // it is of no use any more
		im.Reader = nil
	}
}
