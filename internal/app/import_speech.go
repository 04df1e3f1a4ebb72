package app

import (
	"errors"
	"fmt"
	"strings"

	"callflow"
)

// ImportSpeech is in whose words an import speaks of its options.
type ImportSpeech uint8

// The ways to speak.
const (
	SpeaksFlags      ImportSpeech = iota // of the command: --dates dmy
	SpeaksParameters                     // of the API: dates=dmy
	SpeaksPage                           // of the console, whose choices have names
)

// pageNames are what the console calls the options.
var pageNames = map[string]string{
	"decimal": "Decimals", "dates": "Dates", "ids": "Customers without an id", "repeats": "Rows of the same customer", "hidden": "Hidden rows",
	"encoding":   "Encoding",
	"header-row": "Row of headings", "match": "A customer is known by", "map": "Fills", "create-fields": "Fills",
	"country": "Country of telephone numbers", "sheet": "Sheet", "mode": "Which customers to write",
}

// option is an option with its value, as it is written there.
func (r *ImportRequest) option(name, value string) string {
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
func (r *ImportRequest) optionName(name string) string {
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
func (r *ImportRequest) openError(err error) error {
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
