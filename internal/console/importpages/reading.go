package importpages

import (
	"slices"
	"strconv"
	"strings"

	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/importer"
	"callflow/internal/tabular"
)

// delimiters are the signs between cells that may be chosen, with their names.
var delimiters = []struct {
	sign rune
	name string
}{{',', "Comma"}, {';', "Semicolon"}, {'\t', "Tab"}, {'|', "Vertical bar"}}

// encodings are those that may be chosen beside the one that was found.
var encodings = []tabular.Encoding{
	tabular.UTF8, tabular.Windows1252, "iso-8859-15", "macintosh", "cp850", "cp865", "cp437", "windows-1250", "iso-8859-2", "cp852", "windows-1251", "koi8-r",
	"windows-1253", "windows-1254", "windows-1257", tabular.UTF16LE, tabular.UTF16BE,
}

// readingInputs ask how a file is read, as it was found or chosen; what is empty in the options is found out.
func readingInputs(read locale.Reader, options tabular.Options, sheets []string) []ui.Input {
	if options.Format == tabular.XLSX {
		var choices []ui.Option
		for _, name := range sheets {
			choices = append(choices, ui.Option{Value: name, Text: name})
		}
		return []ui.Input{choiceOf(ui.Input{Name: "sheet", Label: read.T("Sheet")}, options.Sheet, choices), headerRow(options, read)}
	}
	encoding := ui.Input{Name: "encoding", Label: read.T("Encoding"), Hint: read.T("Where letters such as æ, ø and å look wrong.")}
	inputs := []ui.Input{choiceOf(encoding, string(options.Encoding), encodingOptions(read, options.Encoding))}
	if options.Format == tabular.NDJSON {
		return inputs
	}
	signs := []ui.Option{{Value: "", Text: read.T("As the file shows")}}
	if options.Delimiter != 0 {
		signs = nil
	}
	found := ""
	for _, d := range delimiters {
		signs = append(signs, ui.Option{Value: d.name, Text: read.T(d.name)})
		if d.sign == options.Delimiter {
			found = d.name
		}
	}
	return append(inputs, choiceOf(ui.Input{Name: "delimiter", Label: read.T("Between the columns")}, found, signs), headerRow(options, read))
}

// ownLine is chosen where the columns line and reason are not those of rejected rows.
const ownLine = "own"

// lineInputs ask what the columns line and reason are, where they may be those of rejected rows.
func lineInputs(read locale.Reader, preview *importer.Preview) []ui.Input {
	if !preview.Reading.Rejected && !preview.Options.OwnLine {
		return nil
	}
	chosen := map[bool]string{true: ownLine}[preview.Options.OwnLine]
	return []ui.Input{choiceOf(ui.Input{Name: "own_line", Label: read.T("The columns line and reason")}, chosen, []ui.Option{
		{Value: "", Text: read.T("Are those of rejected rows")}, {Value: ownLine, Text: read.T("Are columns as others")},
	})}
}

// encodingOptions are the encodings, with the one that was found; where none was, none has to be chosen.
func encodingOptions(read locale.Reader, found tabular.Encoding) []ui.Option {
	var choices []ui.Option
	if found == "" {
		choices = append(choices, ui.Option{Value: "", Text: read.T("As the file shows")})
	}
	for _, encoding := range encodings {
		choices = append(choices, ui.Option{Value: string(encoding), Text: string(encoding)})
	}
	if found != "" && !slices.Contains(encodings, found) {
		choices = append(choices, ui.Option{Value: string(found), Text: string(found)})
	}
	return choices
}

// headerRow asks for the line of the headings.
func headerRow(options tabular.Options, read locale.Reader) ui.Input {
	in := ui.Input{Name: "header_row", Label: read.T("Line of the headings"), Kind: "number"}
	if options.HeaderRow > 0 {
		in.Value = strconv.Itoa(options.HeaderRow)
	}
	return in
}

// readAsFacts tell how the file is read.
func readAsFacts(read locale.Reader, preview *importer.Preview) []fact {
	o := preview.Options
	facts := []fact{{read.T("Format"), strings.ToUpper(string(o.Format))}}
	if o.Format == tabular.XLSX {
		facts = append(facts, fact{read.T("Sheet"), o.Sheet})
	} else {
		facts = append(facts, fact{read.T("Encoding"), string(o.Encoding)})
	}
	if o.Format == tabular.CSV {
		name := string(o.Delimiter)
		for _, d := range delimiters {
			if d.sign == o.Delimiter {
				name = read.T(d.name)
			}
		}
		facts = append(facts, fact{read.T("Between the columns"), name})
	}
	if o.HeaderRow > 0 {
		facts = append(facts, fact{read.T("Headings"), read.T("Line %d", o.HeaderRow)})
	}
	facts = append(facts, fact{read.T("Columns"), read.Number(int64(len(preview.Columns)))})
	if !preview.Longer {
		facts = append(facts, fact{read.T("Rows"), read.Number(preview.Reading.Rows)})
	}
	return facts
}
