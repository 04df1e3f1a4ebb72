package api

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/app"
)

// query is a request's parameters as they were given. url.ParseQuery won't do:
// it drops what it can't read, and a dropped filter returns wrong data in silence.
type query struct {
	names  []string // sorted, each once
	values map[string][]string
}

func invalid(parameter, format string, args ...any) error {
	return callflow.InvalidField(parameter, fmt.Sprintf(format, args...))
}

func parseQuery(raw string) (*query, error) {
	q := &query{values: make(map[string][]string)}
	for pair := range strings.SplitSeq(raw, "&") {
		if pair == "" {
			continue
		}
		rawName, rawValue, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(rawName)
		if err != nil {
			return nil, invalid(rawName, "The parameter name %q has a %% that is not followed by two hexadecimal digits. Write %% as %%25.", rawName)
		}
		value, err := url.QueryUnescape(rawValue)
		if err != nil {
			return nil, invalid(name, "The value of %s has a %% that is not followed by two hexadecimal digits. Write %% as %%25.", name)
		}
		if _, seen := q.values[name]; !seen {
			q.names = append(q.names, name)
		}
		q.values[name] = append(q.values[name], value)
	}
	slices.Sort(q.names)
	return q, nil
}

// parameters reads the query, and refuses names that the request does not know.
func (req *request) parameters(known ...string) (*query, error) {
	q, err := parseQuery(req.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	for _, name := range q.names {
		if name == "format" || strings.HasPrefix(name, "_") || slices.Contains(known, name) {
			continue
		}
		if req.api.config.IgnoreUnknownParameters {
			continue
		}
		if nearest := callflow.Nearest(name, known); nearest != "" {
			return nil, invalid(name, "There is no parameter %q. Did you mean %q?", name, nearest)
		}
		if len(known) == 0 {
			return nil, invalid(name, "There is no parameter %q: this request takes none.", name)
		}
		return nil, invalid(name, "There is no parameter %q. The parameters are: %s.", name, strings.Join(known, ", "))
	}
	return q, nil
}

// one gives the value of a parameter that may be given once, ok false when it is absent.
func (q *query) one(name string) (value string, ok bool, err error) {
	values := q.values[name]
	if len(values) > 1 {
		return "", false, invalid(name, "The parameter %s is given %d times. Give it once.", name, len(values))
	}
	if len(values) == 0 {
		return "", false, nil
	}
	return values[0], true, nil
}

// words splits the comma-separated values of a parameter; none may come twice.
func (q *query) words(name string) ([]string, error) {
	var words []string
	for _, value := range q.values[name] {
		for word := range strings.SplitSeq(value, ",") {
			word = strings.TrimSpace(word)
			if slices.Contains(words, word) {
				return nil, invalid(name, "%s names %q twice.", name, word)
			}
			if word != "" {
				words = append(words, word)
			}
		}
	}
	return words, nil
}

func (q *query) boolean(name string) (bool, error) {
	text, ok, err := q.one(name)
	if err != nil || !ok {
		return false, err
	}
	switch strings.ToLower(text) {
	case "true", "1":
		return true, nil
	case "false", "0":
		return false, nil
	}
	return false, invalid(name, "%s must be True or False.", name)
}

// filter reads which of a list's customers are asked for.
func (q *query) filter(r *app.ListRequest) error {
	const name = "callable_number"
	r.CallStates = q.values["call_state"]
	_, r.WithoutNumber = q.values[name]
	has, err := q.boolean(name)
	if err == nil && has {
		err = invalid(name, "%s can be false alone, for customers without a number that can be called. Leave it out for everybody.", name)
	}
	return err
}

// bounds are the least and the most that a number may be, and what it is where none is given.
type bounds struct{ least, most, absent int64 }

// whole reads a whole number.
func (q *query) whole(name string, b bounds) (int64, error) {
	text, ok, err := q.one(name)
	if err != nil || !ok {
		return b.absent, err
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < b.least || n > b.most {
		return 0, invalid(name, "%s must be a whole number from %d to %d.", name, b.least, b.most)
	}
	return n, nil
}

// page reads page, page_size and cursor.
func (q *query) page(r *app.ListRequest) error {
	r.Page = callflow.Page{Number: 1}
	if text, ok, err := q.one("page"); err != nil {
		return err
	} else if ok && text != "" { // an empty page is the first, as in the current version of the framework of this API's family
		if r.Page.Number, r.Page.Last, err = callflow.ParsePage(text); err != nil {
			return err
		}
	}
	size, err := q.whole("page_size", bounds{1, callflow.MaxPageSize, callflow.DefaultPageSize})
	if err != nil {
		return err
	}
	r.Page.Size = int(size)
	text, ok, err := q.one("cursor")
	if err == nil && ok && text == "" {
		return callflow.ErrInvalidCursor()
	}
	r.Cursor = text
	return err
}

// when reads at and changed_since.
func (q *query) when() (when app.When, err error) {
	for name, value := range map[string]*string{"at": &when.At, "changed_since": &when.ChangedSince} {
		text, ok, err := q.one(name)
		if err != nil {
			return when, err
		}
		if ok && text == "" {
			return when, invalid(name, "%s is empty.", name)
		}
		*value = text
	}
	return when, nil
}

// selection reads fields and include.
func (q *query) selection() (app.Selection, error) {
	fields, err := q.words("fields")
	if err != nil {
		return app.Selection{}, err
	}
	includes, err := q.words("include")
	if err != nil {
		return app.Selection{}, err
	}
	for _, include := range includes {
		if include != "sync" {
			return app.Selection{}, invalid("include", "There is nothing to include by the name %q. include may be: sync.", include)
		}
	}
	return app.Selection{Fields: fields, IncludeSync: len(includes) > 0}, nil
}

// with writes the query again, with the page and cursor of a link: in
// alphabetical order, encoded as a form. The first page is given no page.
func (q *query) with(link *app.Link) string {
	var b strings.Builder
	add := func(name, value string) {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(name) + "=" + url.QueryEscape(value))
	}
	own := map[string]string{}
	if link.Cursor != "" {
		own["cursor"] = link.Cursor
		own["page"] = strconv.FormatInt(link.Page, 10)
	}
	if link.At != "" {
		own["at"] = link.At
	}
	names := slices.DeleteFunc(slices.Clone(q.names), func(name string) bool { return name == "cursor" || name == "page" || own[name] != "" })
	for name := range own {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if value, ok := own[name]; ok {
			add(name, value)
			continue
		}
		for _, value := range q.values[name] {
			add(name, value)
		}
	}
	return b.String()
}
