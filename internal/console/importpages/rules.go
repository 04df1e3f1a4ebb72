package importpages

import (
	"callflow"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/importer"
	"callflow/internal/tabular"
)

// rules are whom the import writes.
func (req *fileRequest) rules(read locale.Reader, chosen *importer.Request) []ui.Input {
	country := chosen.Country
	if country == "" && chosen.Map == nil && req.Session.Setup.Account.TimeZone == callflow.DefaultTimeZone {
		country = "NO"
	}
	rules := []ui.Input{
		choiceOf(ui.Input{Name: "mode", Label: read.T("Which customers to write")}, string(chosen.Mode), []ui.Option{
			{Value: string(importer.Upsert), Text: read.T("New ones, and those who are there")},
			{Value: string(importer.OnlyNew), Text: read.T("New ones alone")},
			{Value: string(importer.OnlyUpdate), Text: read.T("Those who are there alone")},
		}),
		choiceOf(ui.Input{Name: "match", Label: read.T("A customer is known by")}, string(chosen.Match), []ui.Option{
			{Value: string(importer.MatchID), Text: read.T("Customer's id")},
			{Value: string(importer.MatchPhone), Text: read.T("Any telephone number, else the id")},
			{Value: string(importer.MatchEmail), Text: read.T("The e-mail, else the id")},
		}),
		choiceOf(ui.Input{Name: "ids", Label: read.T("Customers without an id")}, string(chosen.IDs), []ui.Option{
			{Value: "", Text: read.T("Are rejected")}, {Value: string(importer.NewIDs), Text: read.T("Get an id")},
		}),
		choiceOf(ui.Input{Name: "repeats", Label: read.T("Rows of the same customer")}, string(chosen.Repeats), []ui.Option{
			{Value: string(importer.LastRepeat), Text: read.T("The last value counts")},
			{Value: string(importer.FirstRepeat), Text: read.T("The first row counts")},
			{Value: string(importer.RejectRepeat), Text: read.T("Those after the first are rejected")},
		}),
		choiceOf(ui.Input{Name: "decimal", Label: read.T("Decimals")}, string(chosen.Decimals), []ui.Option{
			{Value: "", Text: read.T("As the values show")},
			{Value: string(importer.DecimalComma), Text: read.T("Behind a comma")},
			{Value: string(importer.DecimalPoint), Text: read.T("Behind a point")},
			{Value: string(importer.DecimalText), Text: read.T("Stay text where it is open")},
		}),
		choiceOf(ui.Input{Name: "dates", Label: read.T("Dates")}, string(chosen.Dates), []ui.Option{
			{Value: "", Text: read.T("As the values show")},
			{Value: string(importer.DayFirst), Text: read.T("The day first")},
			{Value: string(importer.MonthFirst), Text: read.T("The month first")}, {Value: string(importer.YearFirst), Text: read.T("The year first")},
			{Value: string(importer.DatesText), Text: read.T("Stay text where it is open")},
		}),
		{
			Name: "country", Label: read.T("Country of telephone numbers"), Value: country, AutoComplete: "off",
			Hint: read.T("Two letters, such as NO: for numbers without a country code."),
		},
	}
	if req.preview.Reading.Hidden > 0 || chosen.SkipHidden || req.preview.Longer && req.preview.Options.Format == tabular.XLSX {
		rules = append(rules, choiceOf(ui.Input{Name: "hidden", Label: read.T("Hidden rows")}, map[bool]string{true: "skip"}[chosen.SkipHidden], []ui.Option{
			{Value: "", Text: read.T("Are taken as others")}, {Value: "skip", Text: read.T("Are left out")},
		}))
	}
	return rules
}

// choiceOf is a select with one of its options chosen.
func choiceOf(in ui.Input, value string, options []ui.Option) ui.Input {
	for i := range options {
		options[i].Selected = options[i].Value == value
	}
	in.Kind, in.Options = "select", options
	return in
}
