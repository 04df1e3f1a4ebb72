package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"callflow/internal/tabular"
	"callflow/internal/tabular/foreign"
)

// Bounds on what a workbook may make callflow unpack and keep.
const (
	mostParts   = 10_000
	mostRatio   = 300      // a sheet of a spreadsheet program packs to a tenth or a fortieth
	freeRatio   = 16 << 20 // below it no ratio is looked at
	mostSmall   = 16 << 20 // of a part that is read whole: the workbook, its styles
	mostTexts   = 2 << 30  // of the shared texts, which are kept in a temporary file
	mostOfCell  = 1 << 20
	mostSheets  = 1_000
	mostFormats = 100_000
)

// workbook is a workbook's archive and what it says of itself.
type workbook struct {
	archive  *zip.Reader
	parts    map[string]*zip.File
	sheets   []worksheet
	from1904 bool
	formats  []numberFormat // by style
	texts    sharedTexts
}

// worksheet is a sheet by its name, and the part that holds its rows.
type worksheet struct {
	Name   string
	hidden bool
	part   *zip.File
}

func openBook(source io.ReadSeeker) (*workbook, error) {
	size, err := source.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(&seekingReaderAt{source}, size)
	if err != nil {
		return nil, &tabular.FileError{Reason: "the Excel workbook is cut off or damaged", Fix: "save or fetch it again"}
	}
	b := &workbook{archive: archive, parts: make(map[string]*zip.File)}
	if err := b.checkParts(size); err != nil {
		return nil, err
	}
	if err := b.readWorkbook(); err != nil {
		return nil, err
	}
	if err := b.readStyles(); err != nil {
		return nil, err
	}
	if err := b.readTexts(); err != nil {
		return nil, errors.Join(err, b.texts.close())
	}
	return b, nil
}

// checkParts refuses archives that are no workbook, and those that are made to fill the memory or the disk.
func (b *workbook) checkParts(size int64) error {
	if len(b.archive.File) > mostParts {
		return &tabular.FileError{Reason: "the workbook has too many parts to be one", Fix: "save it again in a spreadsheet program"}
	}
	var unpacked uint64
	for _, part := range b.archive.File {
		unpacked += part.UncompressedSize64
		b.parts[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(part.Name, `\`, "/"), "/"))] = part
	}
	if unpacked > freeRatio && unpacked > mostRatio*uint64(size) {
		return &tabular.FileError{
			Reason: fmt.Sprintf("the workbook would unpack to %d times its size, as no real one does", unpacked/uint64(size)),
			Fix:    "save it again in a spreadsheet program, or as CSV",
		}
	}
	if b.parts["xl/workbook.xml"] == nil {
		return foreign.NoWorkbook(func(part string) bool { return b.parts[part] != nil })
	}
	return nil
}

// readSmall reads a part whole into a value.
func (b *workbook) readSmall(name string, into any) error {
	part := b.parts[strings.ToLower(name)]
	if part == nil {
		return nil
	}
	text, err := part.Open()
	if err != nil {
		return damaged(err)
	}
	defer text.Close()
	limited := &io.LimitedReader{R: text, N: mostSmall}
	err = xml.NewTokenDecoder(newTokens(limited, part)).Decode(into)
	if limited.N <= 0 {
		return &tabular.FileError{Reason: "the workbook's " + path.Base(name) + " is larger than that of any real one", Fix: "save it again, or as CSV"}
	}
	return damaged(err)
}

// damaged makes an error of what goes wrong inside the archive.
func damaged(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	var known *tabular.FileError
	if errors.As(err, &known) {
		return err
	}
	return &tabular.FileError{Reason: "the workbook is damaged", Fix: "save it again in a spreadsheet program"}
}

func (b *workbook) readWorkbook() error {
	var workbook struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			Exact string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"` // of the strict form
		} `xml:"sheets>sheet"`
	}
	if err := b.readSmall("xl/workbook.xml", &workbook); err != nil {
		return err
	}
	var relations struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := b.readSmall("xl/_rels/workbook.xml.rels", &relations); err != nil {
		return err
	}
	targets := make(map[string]string, len(relations.All))
	for _, relation := range relations.All {
		targets[relation.ID] = relation.Target
	}
	b.from1904 = workbook.Properties.Date1904 == "1" || strings.EqualFold(workbook.Properties.Date1904, "true")
	for _, sheet := range workbook.Sheets[:min(len(workbook.Sheets), mostSheets)] {
		target := targets[sheet.ID+sheet.Exact]
		if !strings.HasPrefix(target, "/") {
			target = path.Join("xl", target)
		}
		if part := b.parts[strings.ToLower(strings.TrimPrefix(target, "/"))]; part != nil {
			b.sheets = append(b.sheets, worksheet{Name: sheet.Name, hidden: sheet.State != "" && sheet.State != "visible", part: part})
		}
	}
	return nil
}

func (b *workbook) readStyles() error {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.readSmall("xl/styles.xml", &styles); err != nil {
		return err
	}
	own := make(map[int]numberFormat, len(styles.Formats))
	for _, format := range styles.Formats[:min(len(styles.Formats), mostFormats)] {
		own[format.ID] = parseFormat(format.Code)
	}
	b.formats = make([]numberFormat, len(styles.Cells))
	for i := range styles.Cells {
		format, isOwn := own[styles.Cells[i].Format]
		if !isOwn {
			format = builtIn(styles.Cells[i].Format)
		}
		b.formats[i] = format
	}
	return nil
}

// seekingReaderAt reads at places of a source that can seek. The workbook is read by one goroutine.
type seekingReaderAt struct{ io.ReadSeeker }

func (r *seekingReaderAt) ReadAt(p []byte, at int64) (int, error) {
	if direct, ok := r.ReadSeeker.(io.ReaderAt); ok {
		return direct.ReadAt(p, at)
	}
	if _, err := r.Seek(at, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(r.ReadSeeker, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}
