package api

import (
	"maps"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/tabular"
	"callflow/internal/web"
)

const (
	jsonMedia = "application/json"
	csvMedia  = "text/csv"
)

// fileNames are what `format` calls the formats that a list can be written to a file in; `json` is the list's own pages.
var fileNames = map[string]tabular.Format{
	"csv": tabular.CSV, "ndjson": tabular.NDJSON, "array": tabular.JSON, "xlsx": tabular.XLSX, "parquet": tabular.Parquet,
}

// negotiate finds out what the answer is written in, by `format` and Accept: 404 for a format that there is not, 406 where Accept
// names nothing that the endpoint answers. It comes before the credentials, as in Django REST framework, which the vendor's clients know.
func (req *request) negotiate(r route) error {
	name, err := req.formatName()
	if err != nil {
		return err
	}
	if name != "" && name != "json" {
		format, known := fileNames[name]
		if !known || !r.form.files {
			return noSuchFormat(r)
		}
		req.file = format
		return nil
	}
	accept, given := req.Header["Accept"]
	if !given {
		return nil
	}
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		media, parameters, _ := strings.Cut(part, ";")
		media = strings.ToLower(strings.TrimSpace(media))
		if covers(media, jsonMedia) || slices.ContainsFunc(r.form.also, func(other string) bool { return covers(media, other) }) {
			return nil
		}
		if r.form.files && name == "" && web.Quality(parameters) > 0 {
			if req.file = fileOf(media); req.file != "" {
				return nil
			}
		}
	}
	return &callflow.Error{Code: callflow.NotAcceptable, Message: "Could not satisfy the request Accept header."}
}

// formatName is the value of `format`, "" where it is empty or not given.
func (req *request) formatName() (string, error) {
	if !strings.Contains(req.URL.RawQuery, "format") {
		return "", nil
	}
	q, err := parseQuery(req.URL.RawQuery)
	if err != nil {
		return "", err
	}
	name, _, err := q.one("format")
	return name, err
}

// covers says whether a media range of Accept takes a media type.
func covers(wanted, media string) bool {
	kind, isRange := strings.CutSuffix(wanted, "*")
	return wanted == media || wanted == "*/*" || isRange && strings.HasSuffix(kind, "/") && strings.HasPrefix(media, kind)
}

// fileOf is the format of the file that a media range asks for, "" where it asks for none.
func fileOf(wanted string) tabular.Format {
	for _, format := range slices.Sorted(maps.Keys(tabular.RecordFormats)) {
		media, _, _ := strings.Cut(tabular.RecordFormats[format], ";")
		if format != tabular.JSON && covers(wanted, media) {
			return format
		}
	}
	return ""
}

func noSuchFormat(r route) error {
	message := "format is json here."
	if r.form.files {
		message = "format is json for pages, or for a file of the whole list one of: " + strings.Join(slices.Sorted(maps.Keys(fileNames)), ", ") + "."
	}
	err := callflow.NotFoundError()
	err.Fields = []callflow.FieldError{{Field: "format", Message: message}}
	return err
}
