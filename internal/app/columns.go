package app

import (
	"fmt"
	"strings"

	"callflow"
	"callflow/internal/tabular"
)

// knownColumn is what a key that every account has is called by people, and what its values are.
type knownColumn struct {
	label string
	kind  tabular.ColumnType
}

// knownColumns are the keys of the record that are nobody's own.
var knownColumns = map[string]knownColumn{
	callflow.KeyCustomerID:                {"Customer id", tabular.TextColumn},
	"crm__standard_info__name":            {"Name", tabular.TextColumn},
	"crm__standard_info__phone_1":         {"Phone 1", tabular.TextColumn},
	"crm__standard_info__phone_2":         {"Phone 2", tabular.TextColumn},
	"crm__standard_info__phone_3":         {"Phone 3", tabular.TextColumn},
	"crm__standard_info__email":           {"E-mail", tabular.TextColumn},
	"crm__change_log__updated":            {"Updated", tabular.DateColumn},
	"crm__change_log__updated_by":         {"Updated by", tabular.TextColumn},
	"crm__change_log__update_method":      {"Update method", tabular.TextColumn},
	"callflow__attempts_status__attempts": {"Attempts", tabular.IntegerColumn},
	"callflow__callstate__name":           {"Call state", tabular.TextColumn},
	"callflow__last_change__user":         {"Changed by", tabular.TextColumn},
	"callflow__last_change__when":         {"Changed", tabular.MinuteColumn},
	"callflow__last_change__cause":        {"Cause", tabular.TextColumn},
	"callflow__last_change__alternative":  {"Alternative", tabular.TextColumn},
	"callflow__last_change__comment":      {"Comment", tabular.TextColumn},
	"campaign__name":                      {"Campaign", tabular.TextColumn},
	"campaign__id":                        {"Campaign id", tabular.IntegerColumn},
	"campaign__crm_type":                  {"CRM type", tabular.TextColumn},
	"assignment__name":                    {"Assignment", tabular.TextColumn},
	"client__short_name":                  {"Client", tabular.TextColumn},
	"data_owner__name":                    {"Data owner", tabular.TextColumn},
	callflow.KeySegment:                   {"Segment", tabular.TextColumn},
	"meeting__agent":                      {"Meeting with", tabular.TextColumn},
	"meeting__time__from_date_time":       {"Meeting from", tabular.MinuteColumn},
	"meeting__time__to_date_time":         {"Meeting to", tabular.MinuteColumn},
	"callflow__id":                        {"Callflow id", tabular.TextColumn},
	"callflow__version":                   {"Version", tabular.IntegerColumn},
	"callflow__due":                       {"Due", tabular.MinuteColumn},

	// Of registered outcomes, in either generation, and what they sold.
	"call_outcome__submitted_by":                        {"Registered by", tabular.TextColumn},
	"call_outcome__submitted_when":                      {"Registered", tabular.MinuteColumn},
	"call_outcome__type":                                {"Outcome", tabular.TextColumn},
	"call_outcome__subtype":                             {"Outcome, further", tabular.TextColumn},
	"call_outcome__submitted_in_department":             {"Department", tabular.TextColumn},
	"call_outcome__comment":                             {"Comment on the outcome", tabular.TextColumn},
	"call_outcome__additional_input_text":               {"Additional input", tabular.TextColumn},
	"call_outcome__report_as__submitted_by":             {"Registered by", tabular.TextColumn},
	"call_outcome__report_as__submitted_in_team":        {"Team", tabular.TextColumn},
	"call_outcome__report_as__submitted_when":           {"Registered", tabular.MinuteColumn},
	"call_outcome__report_as__submitted_when_timestamp": {"Registered, to the millisecond", tabular.TextColumn},
	"product__code":                                     {"Product", tabular.TextColumn},
	"product__title":                                    {"Product title", tabular.TextColumn},
	"product__price":                                    {"Price", tabular.DecimalColumn},
	"product__units":                                    {"Units", tabular.IntegerColumn},

	// Of the log. When has its seconds and its offset.
	"seq":         {"Seq", tabular.IntegerColumn},
	"when":        {"When", tabular.TextColumn},
	"what":        {"What", tabular.TextColumn},
	"campaign_id": {"Campaign id", tabular.IntegerColumn},
	"customer_id": {"Customer id", tabular.TextColumn},
	"from":        {"From", tabular.TextColumn},
	"to":          {"To", tabular.TextColumn},
	"user":        {"Changed by", tabular.TextColumn},
	"cause":       {"Cause", tabular.TextColumn},
	"alternative": {"Alternative", tabular.TextColumn},
	"comment":     {"Comment", tabular.TextColumn},
	"attempts":    {"Attempts", tabular.IntegerColumn},
}

// fieldColumns are what the values of custom fields are in a file.
var fieldColumns = map[callflow.FieldType]tabular.ColumnType{
	callflow.Text: tabular.TextColumn, callflow.Choice: tabular.TextColumn, callflow.Integer: tabular.IntegerColumn,
	callflow.Decimal: tabular.DecimalColumn, callflow.Date: tabular.DateColumn, callflow.Boolean: tabular.BooleanColumn,
}

// columns are those of all of the list's records, each once, in their order, with distinct labels.
func (l *List) columns() []tabular.Column {
	own := make(map[string]knownColumn)
	for _, shape := range l.shapes {
		for i := range shape.Fields {
			addColumn(own, shape.Fields[i].LookupID(), knownColumn{shape.Fields[i].Key, fieldColumns[shape.Fields[i].Type]})
		}
		for i := range shape.Products {
			product := &shape.Products[i]
			label := product.Title
			if label == "" {
				label = product.Code
			}
			addColumn(own, callflow.ProductPrefix+product.Code, knownColumn{label, tabular.IntegerColumn})
		}
	}
	return columnsOf(l.keys(), own)
}

// columnsOf makes columns of keys: those that every account has, those that are its own, and others, which are texts.
func columnsOf(keys []string, own map[string]knownColumn) []tabular.Column {
	columns := make([]tabular.Column, len(keys))
	taken := make(map[string]bool, len(keys))
	for i, key := range keys {
		known, ok := own[key]
		if !ok {
			known = knownColumns[key]
		}
		columns[i] = tabular.Column{Key: key, Label: distinct(known.label, key, taken), Type: known.kind}
	}
	return columns
}

// addColumn adds what a key means. Where two assignments mean different things, it is a text.
func addColumn(own map[string]knownColumn, key string, column knownColumn) {
	if held, ok := own[key]; ok && held.kind != column.kind {
		column.kind = tabular.TextColumn
	}
	own[key] = column
}

// distinct makes a label that no other column has: the key is added where another has it already.
func distinct(label, key string, taken map[string]bool) string {
	if label == "" {
		label = key
	}
	if taken[strings.ToLower(label)] {
		label = fmt.Sprintf("%s (%s)", label, key)
	}
	taken[strings.ToLower(label)] = true
	return label
}

// RecordColumns are the columns of records of which the keys alone are known, as of another server's.
func RecordColumns(keys []string) []tabular.Column { return columnsOf(keys, nil) }
