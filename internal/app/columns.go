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
	keys := l.keys()
	columns := make([]tabular.Column, len(keys))
	taken := make(map[string]bool, len(keys))
	for i, key := range keys {
		known, ok := knownColumns[key]
		if !ok {
			known = own[key]
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
func RecordColumns(keys []string) []tabular.Column {
	columns := tabular.KeyColumns(keys)
	taken := make(map[string]bool, len(keys))
	for i := range columns {
		known := knownColumns[columns[i].Key]
		columns[i].Label, columns[i].Type = distinct(known.label, columns[i].Key, taken), known.kind
	}
	return columns
}
