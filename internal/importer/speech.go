package importer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/tabular"
)

// Speech is in whose words an import speaks of its options.
type Speech uint8

// The ways to speak.
const (
	SpeaksFlags      Speech = iota // of the command: --dates dmy
	SpeaksParameters               // of the API: dates=dmy
	SpeaksPage                     // of the console, whose choices have names
)

// pageNames are what the console calls the options.
var pageNames = map[string]string{
	"decimal": "Decimals", "dates": "Dates", "ids": "Customers without an id", "repeats": "Rows of the same customer", "hidden": "Hidden rows",
	"encoding":   "Encoding",
	"header-row": "Row of headings", "match": "A customer is known by", "map": "Fills", "create-fields": "Fills",
	"country": "Country of telephone numbers", "sheet": "Sheet", "mode": "Which customers to write",
}

// option is an option with its value, as it is written there.
func (r *Request) option(name, value string) string {
	switch r.Speaks {
	case SpeaksParameters:
		if value == "" {
			value = "true"
		}
		return strings.ReplaceAll(name, "-", "_") + "=" + value
	case SpeaksPage:
		return "“" + pageNames[name] + "”"
	case SpeaksFlags:
	}
	switch {
	case value == "":
		return "--" + name
	case strings.ContainsAny(value, " ='\""):
		return "--" + name + " '" + value + "'"
	}
	return "--" + name + " " + value
}

// optionName is an option's name alone.
func (r *Request) optionName(name string) string {
	switch r.Speaks {
	case SpeaksParameters:
		return strings.ReplaceAll(name, "-", "_")
	case SpeaksPage:
		return "“" + pageNames[name] + "”"
	case SpeaksFlags:
	}
	return "--" + name
}

// openError names the options that say how a file in doubt is read. The console has them beside what it says.
func (r *Request) openError(err error) error {
	var told *callflow.Error
	var otherwise *ReadOtherwise
	if r.Speaks == SpeaksPage || !errors.As(err, &told) || !errors.As(err, &otherwise) {
		return err
	}
	said := *told
	if len(otherwise.Possible) == 0 {
		if strings.HasSuffix(told.Fix, "say which row has them.") {
			const fix = "Put a row with the columns' names above it, such as customer_id, name and phone_1, or say which row has them, such as %s."
			said.Fix = fmt.Sprintf(fix, r.option("header-row", "2"))
		}
		return &said
	}
	var options []string
	for i := range otherwise.Possible {
		options = append(options, r.option("encoding", string(otherwise.Possible[i].Encoding)))
	}
	said.Fix = fmt.Sprintf("Say which encoding is right, such as %s, or save the file as UTF-8.", strings.Join(options, " or "))
	return &said
}

// openReading is what can be read in several ways in a column, and the option that says in which.
type openReading struct {
	question string // with the column's heading, and the example where there is one
	column   *column
	example  string
	option   string
	answers  []string // two or more
}

// ask refuses a file in which something can be read in several ways, and says how to answer.
func (im *Run) ask(q *openReading) error {
	args := []any{q.column.heading}
	if q.example != "" {
		args = append(args, q.example)
	}
	message := fmt.Sprintf(q.question, args...) + " Say which with " + im.Request.answers(q) + "."
	return &callflow.Error{
		Code: callflow.Invalid, Message: message, Fields: []callflow.FieldError{{Field: "file", Message: message}}, Err: &askedError{option: q.option},
	}
}

// answers are the option with each answer, as it is written there. The page has the option by its name alone.
func (r *Request) answers(q *openReading) string {
	told := r.option(q.option, q.answers[0])
	if r.Speaks == SpeaksPage {
		return told
	}
	last := len(q.answers) - 1
	for i, answer := range q.answers[1:] {
		between := ", "
		if i+1 == last {
			between = " or "
		}
		told += between + strings.TrimPrefix(r.option(q.option, answer), "--"+q.option+" ")
	}
	return told
}

// formatNames are what people call the formats.
var formatNames = map[tabular.Format]string{tabular.CSV: "CSV", tabular.XLSX: "an Excel workbook", tabular.NDJSON: "NDJSON"}

// checkUse refuses options that mean nothing for the file: whoever gives one expects something of it. A file of rows that were not taken is sent with
// the options of the file that they are of.
func (r *Request) checkUse(reader tabular.Reader) error {
	if r.Speaks == SpeaksPage || reader.Reading().Rejected {
		return nil
	}
	format := reader.Options().Format
	for _, option := range []struct {
		name  string
		given bool
		of    []tabular.Format
	}{
		{"delimiter", r.Options.Delimiter != 0, []tabular.Format{tabular.CSV}},
		{"encoding", r.Options.Encoding != "", []tabular.Format{tabular.CSV, tabular.NDJSON}},
		{"header-row", r.Options.HeaderRow != 0, []tabular.Format{tabular.CSV, tabular.XLSX}},
		{"hidden", r.SkipHidden, []tabular.Format{tabular.XLSX}},
		{"sheet", r.Options.Sheet != "", []tabular.Format{tabular.XLSX}},
	} {
		if !option.given || slices.Contains(option.of, format) {
			continue
		}
		if err := r.useless(option.name, "means nothing for "+formatNames[format]); err != nil {
			return err
		}
	}
	return nil
}

// useless refuses an option that means nothing here; one that was said of all commands is ignored, and told.
func (r *Request) useless(option, why string) error {
	if !slices.Contains(r.Usual, option) {
		return callflow.InvalidField(strings.ReplaceAll(option, "-", "_"), fmt.Sprintf("%s %s. Leave it out.", r.optionName(option), why))
	}
	if r.Ignored != nil {
		r.Ignored(option, why)
	}
	return nil
}
