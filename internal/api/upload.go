package api

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"path"
	"slices"
	"strings"
	"time"

	"callflow"
	"callflow/internal/importer"
	"callflow/internal/imports"
	"callflow/internal/tabular"
	"callflow/internal/web"
)

// largestUpload is how large a file may be, unless Config says otherwise.
const largestUpload = 2 << 30

// uploadTypes are the media types of files that are sent as they are, and what each says of the format.
var uploadTypes = map[string]tabular.Format{
	"text/csv": tabular.CSV, "application/x-ndjson": tabular.NDJSON, "application/octet-stream": "",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": tabular.XLSX,
}

// uploadParameters are what may be said of a file, in the query or as fields of a form.
var uploadParameters = []string{
	"campaign", "country", "create_fields", "dates", "decimal", "delimiter", "dry_run", "encoding", "file_name", "forget_mapping", "header_row",
	"hidden", "ids", "map", "match", "mode",
	"null_words", "repeats", "sheet", waitParameter,
}

// waitParameter says how long the answer may be put off.
const waitParameter = "wait"

// upload is a file on its way in.
type upload struct {
	req     *request
	request *importer.Request
	file    *imports.File
	wait    time.Duration
	said    map[string][]string // of the file, in the query or the form
	content hash.Hash
	room    *imports.Room
}

// nameRequest completes what the request's key stands for: all that is said of the file but wait, and what is in it. In which order a form
// says it, and how it is packed, makes no other request of it.
func (u *upload) nameRequest() {
	key := u.req.session.Key
	if key == nil {
		return
	}
	whole := sha256.New()
	_, _ = whole.Write(key.Request) // a hash never fails
	for _, name := range slices.Sorted(maps.Keys(u.said)) {
		if name != waitParameter {
			_, _ = fmt.Fprintf(whole, "%s %q\n", name, u.said[name])
		}
	}
	_, _ = fmt.Fprintf(whole, "%q %q %x", u.file.Name, u.request.Options.Format, u.content.Sum(nil))
	key.Request = whole.Sum(nil)
}

// remove lets go of a file that is not imported.
func (u *upload) remove() {
	if u.file != nil {
		(&web.StagedUpload{File: u.file.File}).Remove()
	}
	u.room.Release()
}

// receive takes the file and what is said of it.
func (u *upload) receive() error {
	q, err := u.req.parameters(uploadParameters...)
	if err != nil {
		return err
	}
	media, parameters, err := mime.ParseMediaType(u.req.Header.Get("Content-Type"))
	if err != nil {
		media = ""
	}
	body := web.NewUploadBody(u.req.writer, u.req.Request, cmp.Or(u.req.api.config.MaxUpload, largestUpload))
	if media == "multipart/form-data" {
		return u.receiveForm(multipart.NewReader(body, parameters["boundary"]), q)
	}
	format, known := uploadTypes[media]
	if !known {
		return &callflow.Error{Code: callflow.UnsupportedMedia, Message: fmt.Sprintf("Unsupported media type %q in request.", u.req.Header.Get("Content-Type")),
			Fix: "Send a form with a file, or the file itself as text/csv, application/x-ndjson, the type of XLSX, or application/octet-stream."}
	}
	if err := u.read(q); err != nil { // before the file comes
		return err
	}
	u.request.Options.Format = format
	name, _, err := q.one("file_name")
	if err != nil {
		return err
	}
	return u.save(body, name)
}

// receiveForm takes the parts of a form, fields before or after the file.
func (u *upload) receiveForm(form *multipart.Reader, q *query) error {
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return web.UploadError(err)
		}
		if part.FormName() == "file" {
			if u.file != nil {
				return invalid("file", "The form has two files. Send one.")
			}
			if err := u.save(part, part.FileName()); err != nil {
				return err
			}
			continue
		}
		if err := q.addField(part); err != nil {
			return err
		}
	}
	if u.file == nil {
		return invalid("file", "The form has no file. Send it as the field named file.")
	}
	return u.read(q)
}

// longestField bounds a field of a form.
const longestField = 10_000

func (q *query) addField(part *multipart.Part) error {
	name := part.FormName()
	text, err := io.ReadAll(io.LimitReader(part, longestField+1))
	if err != nil {
		return web.UploadError(err)
	}
	for _, known := range uploadParameters {
		if name == known && len(text) <= longestField {
			q.values[name] = append(q.values[name], string(text))
			return nil
		}
	}
	return invalid(name, "The form has a field %q, which is none of: file, %s.", name, strings.Join(uploadParameters, ", "))
}

// save takes the file, as it comes.
func (u *upload) save(body io.Reader, name string) error {
	u.content = sha256.New()
	staged, err := web.StageUpload(io.TeeReader(body, u.content), u.room.Grow)
	if err != nil {
		return err
	}
	u.file = &imports.File{File: staged.File, Size: staged.Size, Room: u.room}
	if name != "" {
		u.file.Name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	}
	return nil
}

// read takes over what is said of the file.
func (u *upload) read(q *query) (err error) {
	r := u.request
	u.said = q.values
	for name, value := range map[string]*bool{"create_fields": &r.CreateFields, "dry_run": &r.DryRun, "forget_mapping": &r.ForgetMap} {
		if *value, err = q.boolean(name); err != nil {
			return err
		}
	}
	if err := u.readTexts(q); err != nil {
		return err
	}
	delimiter, err := q.choice("delimiter", "", "comma", "semicolon", "tab", "pipe")
	if err != nil {
		return err
	}
	r.Options.Delimiter = map[string]rune{"comma": ',', "semicolon": ';', "tab": '\t', "pipe": '|'}[delimiter]
	r.Map = make(map[string]string)
	for _, pair := range q.values["map"] {
		column, field, ok := strings.Cut(pair, "=")
		if !ok || column == "" {
			return invalid("map", "map is COLUMN=FIELD, not %q.", pair)
		}
		r.Map[column] = field
	}
	for _, text := range q.values["campaign"] {
		id, err := (&query{values: map[string][]string{"campaign": {text}}}).whole("campaign", bounds{1, 1 << 53, 0})
		if err != nil {
			return err
		}
		r.CampaignIDs = append(r.CampaignIDs, id)
	}
	seconds, err := q.whole(waitParameter, bounds{0, longestImportWait, 0})
	u.wait = time.Duration(seconds) * time.Second
	return err
}

// readTexts takes over what is one text each. What it may be is the import's to say.
func (u *upload) readTexts(q *query) (err error) {
	r := u.request
	r.Speaks = importer.SpeaksParameters
	var mode, match, encoding, ids, repeats, decimal, dates string
	for name, value := range map[string]*string{
		"country": &r.Country, "mode": &mode, "match": &match, "encoding": &encoding, "sheet": &r.Options.Sheet, "ids": &ids, "repeats": &repeats,
		"decimal": &decimal, "dates": &dates,
	} {
		if *value, _, err = q.one(name); err != nil {
			return err
		}
	}
	r.Mode, r.Match, r.Options.Encoding = importer.Mode(mode), importer.Match(match), tabular.Encoding(encoding)
	r.IDs, r.Repeats, r.Decimals, r.Dates = importer.IDs(ids), importer.Repeats(repeats), importer.Decimals(decimal), importer.Dates(dates)
	hidden, err := q.choice("hidden", "", "skip")
	if err != nil {
		return err
	}
	r.SkipHidden = hidden == "skip"
	row, err := q.whole("header_row", bounds{1, 1 << 20, 0})
	if err != nil {
		return err
	}
	r.Options.HeaderRow = int(row)
	words, said, err := q.one("null_words")
	if said {
		r.NullWords = new(strings.Split(words, ","))
	}
	return err
}
