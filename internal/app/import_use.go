package app

import (
	"fmt"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/tabular"
)

// formatNames are what people call the formats.
var formatNames = map[tabular.Format]string{tabular.CSV: "CSV", tabular.XLSX: "an Excel workbook", tabular.NDJSON: "NDJSON"}

// checkUse refuses options that mean nothing for the file: whoever gives one expects something of it. A file of rows that were not taken is sent with
// the options of the file that they are of.
func (r *ImportRequest) checkUse(reader tabular.Reader) error {
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
func (r *ImportRequest) useless(option, why string) error {
	if !slices.Contains(r.Usual, option) {
		return callflow.InvalidField(strings.ReplaceAll(option, "-", "_"), fmt.Sprintf("%s %s. Leave it out.", r.optionName(option), why))
	}
	if r.Ignored != nil {
		r.Ignored(option, why)
	}
	return nil
}
