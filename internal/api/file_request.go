package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/tabular"
	"callflow/internal/web"
)

// fileParameters are those of a file beside the list's own.
var fileParameters = []string{"bom", "delimiter", "headings", "types"}

// pageParameters do not go with a file, which is the whole list.
var pageParameters = []string{"changed_since", "cursor", "limit", "page", "page_size", "wait"}

// fileQuery reads the parameters of a list that is asked for as a file.
func (req *request) fileQuery(known []string) (*query, error) {
	q, err := req.parameters(slices.Concat(known, fileParameters, []string{"format"})...)
	if err != nil {
		return nil, err
	}
	for _, name := range pageParameters {
		if len(q.values[name]) > 0 {
			return nil, invalid(name, "%s does not go with a file, which is the whole list. Leave it out, or ask for format=json.", name)
		}
	}
	return q, nil
}

// recordOptions reads how a file is written.
func (q *query) recordOptions(format tabular.Format) (o tabular.RecordOptions, err error) {
	o.Format = format
	delimiter, err := q.choice("delimiter", "comma", "semicolon", "tab")
	if err != nil {
		return o, err
	}
	o.Delimiter = map[string]rune{"comma": ',', "semicolon": ';', "tab": '\t'}[delimiter]
	headings, err := q.choice("headings", "keys", "labels")
	if err != nil {
		return o, err
	}
	types, err := q.choice("types", "typed", "text")
	if err != nil {
		return o, err
	}
	o.Labels, o.Texts = headings == "labels", types == "text"
	if o.Mark, err = q.boolean("bom"); err != nil {
		return o, err
	}
	return o, q.checkFits(format)
}

// goesWith says which formats a parameter means something for.
var goesWith = map[string][]tabular.Format{
	"bom": {tabular.CSV}, "delimiter": {tabular.CSV}, "headings": {tabular.CSV, tabular.XLSX, tabular.Parquet}, "types": {tabular.Parquet},
}

func (q *query) checkFits(format tabular.Format) error {
	for _, name := range fileParameters {
		if len(q.values[name]) > 0 && !slices.Contains(goesWith[name], format) {
			return invalid(name, "%s means nothing for this format. Leave it out.", name)
		}
	}
	return nil
}

// choice reads a parameter that is one of several words, the first where it is not given.
func (q *query) choice(name string, words ...string) (string, error) {
	text, given, err := q.one(name)
	if err != nil {
		return "", err
	}
	if !given {
		return words[0], nil
	}
	if !slices.Contains(words, text) {
		named := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return word == "" }) // that nothing is said is no word
		return "", invalid(name, "%s is one of: %s.", name, strings.Join(named, ", "))
	}
	return text, nil
}

// byteRange is which bytes of a file are wanted: from First up to Last, which is -1 for the end.
type byteRange struct{ First, Last int64 }

// wantedRange reads Range (RFC 9110, 14.2) where the file is still the one that If-Range names, or is of a moment that the request
// names. Of anything else the whole is sent, so that nobody joins two files that differ.
func (req *request) wantedRange(tag string, ofMoment bool) (wanted byteRange, ok bool) {
	text, isBytes := strings.CutPrefix(req.Header.Get("Range"), "bytes=")
	if !isBytes || req.Method != http.MethodGet {
		return wanted, false
	}
	condition := req.Header.Get("If-Range")
	if condition != tagFor(tag, web.Identity) && (condition != "" || !ofMoment) {
		return wanted, false
	}
	first, last, ok := strings.Cut(text, "-")
	if !ok {
		return wanted, false
	}
	var err error
	if wanted.First, err = strconv.ParseInt(first, 10, 64); err != nil || wanted.First < 0 {
		return wanted, false
	}
	wanted.Last = -1
	if last != "" {
		if wanted.Last, err = strconv.ParseInt(last, 10, 64); err != nil || wanted.Last < wanted.First {
			return wanted, false
		}
	}
	return wanted, true
}

// errUnsatisfiable is the answer to a range behind the file's end.
func errUnsatisfiable() error {
	return &callflow.Error{
		Code: callflow.RangeNotSatisfiable, Message: "The file ends before that range.", Fix: "It is whole already; or ask for it from its beginning.",
	}
}
