package app

import (
	"fmt"
	"strings"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/tabular"
)

// knownColumn is what a key that every account has is called by people, and what its values are.
type knownColumn struct {
	label string
	kind  tabular.ColumnType
	few   bool // it has few different values
}

// knownColumns are the keys of the record that are nobody's own.
var knownColumns = map[string]knownColumn{
	callflow.KeyCustomerID:                {label: "Customer id", kind: tabular.TextColumn},
	"crm__standard_info__name":            {label: "Name", kind: tabular.TextColumn},
	"crm__standard_info__phone_1":         {label: "Phone 1", kind: tabular.TextColumn},
	"crm__standard_info__phone_2":         {label: "Phone 2", kind: tabular.TextColumn},
	"crm__standard_info__phone_3":         {label: "Phone 3", kind: tabular.TextColumn},
	"crm__standard_info__email":           {label: "E-mail", kind: tabular.TextColumn},
	"crm__change_log__updated":            {label: "Updated", kind: tabular.DateColumn},
	"crm__change_log__updated_by":         {label: "Updated by", kind: tabular.TextColumn},
	"crm__change_log__update_method":      {label: "Update method", kind: tabular.TextColumn},
	"callflow__attempts_status__attempts": {label: "Attempts", kind: tabular.IntegerColumn},
	"callflow__callstate__name":           {label: "Call state", kind: tabular.TextColumn},
	"callflow__last_change__user":         {label: "Changed by", kind: tabular.TextColumn},
	"callflow__last_change__when":         {label: "Changed", kind: tabular.MinuteColumn},
	"callflow__last_change__cause":        {label: "Cause", kind: tabular.TextColumn},
	"callflow__last_change__alternative":  {label: "Alternative", kind: tabular.TextColumn},
	"callflow__last_change__comment":      {label: "Comment", kind: tabular.TextColumn},
	"campaign__name":                      {label: "Campaign", kind: tabular.TextColumn},
	"campaign__id":                        {label: "Campaign id", kind: tabular.IntegerColumn},
	"campaign__crm_type":                  {label: "CRM type", kind: tabular.TextColumn},
	"assignment__name":                    {label: "Assignment", kind: tabular.TextColumn},
	"client__short_name":                  {label: "Client", kind: tabular.TextColumn},
	"data_owner__name":                    {label: "Data owner", kind: tabular.TextColumn},
	callflow.KeySegment:                   {label: "Segment", kind: tabular.TextColumn},
	"meeting__agent":                      {label: "Meeting with", kind: tabular.TextColumn},
	"meeting__time__from_date_time":       {label: "Meeting from", kind: tabular.MinuteColumn},
	"meeting__time__to_date_time":         {label: "Meeting to", kind: tabular.MinuteColumn},
	"callflow__id":                        {label: "Callflow id", kind: tabular.TextColumn},
	"callflow__version":                   {label: "Version", kind: tabular.IntegerColumn},
	"callflow__due":                       {label: "Due", kind: tabular.MinuteColumn},

	// Of registered outcomes, in either generation, and what they sold.
	"call_outcome__submitted_by":                        {label: "Registered by", kind: tabular.TextColumn},
	"call_outcome__submitted_when":                      {label: "Registered", kind: tabular.MinuteColumn},
	"call_outcome__type":                                {label: "Outcome", kind: tabular.TextColumn},
	"call_outcome__subtype":                             {label: "Outcome, further", kind: tabular.TextColumn},
	"call_outcome__submitted_in_department":             {label: "Department", kind: tabular.TextColumn},
	"call_outcome__comment":                             {label: "Comment on the outcome", kind: tabular.TextColumn},
	"call_outcome__additional_input_text":               {label: "Additional input", kind: tabular.TextColumn},
	"call_outcome__report_as__submitted_by":             {label: "Registered by", kind: tabular.TextColumn},
	"call_outcome__report_as__submitted_in_team":        {label: "Team", kind: tabular.TextColumn},
	"call_outcome__report_as__submitted_when":           {label: "Registered", kind: tabular.MinuteColumn},
	"call_outcome__report_as__submitted_when_timestamp": {label: "Registered, to the millisecond", kind: tabular.TextColumn},
	"call_outcome__id":                                  {label: "Outcome id", kind: tabular.IntegerColumn},
	"call_outcome__withdrawn_when":                      {label: "Withdrawn", kind: tabular.MinuteColumn},
	"call_outcome__withdrawn_by":                        {label: "Withdrawn by", kind: tabular.TextColumn},
	"call_outcome__withdrawn_comment":                   {label: "Comment on the withdrawal", kind: tabular.TextColumn},
	"product__code":                                     {label: "Product", kind: tabular.TextColumn},
	"product__title":                                    {label: "Product title", kind: tabular.TextColumn},
	"product__price":                                    {label: "Price", kind: tabular.DecimalColumn},
	"product__units":                                    {label: "Units", kind: tabular.IntegerColumn},

	// Of the log. When has its seconds and its offset.
	"seq":         {label: "Seq", kind: tabular.IntegerColumn},
	"when":        {label: "When", kind: tabular.TextColumn},
	"what":        {label: "What", kind: tabular.TextColumn},
	"campaign_id": {label: "Campaign id", kind: tabular.IntegerColumn},
	"customer_id": {label: "Customer id", kind: tabular.TextColumn},
	"from":        {label: "From", kind: tabular.TextColumn},
	"to":          {label: "To", kind: tabular.TextColumn},
	"user":        {label: "Changed by", kind: tabular.TextColumn},
	"cause":       {label: "Cause", kind: tabular.TextColumn},
	"alternative": {label: "Alternative", kind: tabular.TextColumn},
	"comment":     {label: "Comment", kind: tabular.TextColumn},
	"attempts":    {label: "Attempts", kind: tabular.IntegerColumn},
	"withdrew":    {label: "Withdrew", kind: tabular.IntegerColumn},
}

// fewValues are the keys whose values come again and again.
var fewValues = map[string]bool{
	"crm__change_log__updated_by": true, "crm__change_log__update_method": true, "callflow__callstate__name": true, "callflow__last_change__user": true,
	"callflow__last_change__cause": true, "callflow__last_change__alternative": true, "campaign__name": true, "campaign__crm_type": true,
	"assignment__name": true, "client__short_name": true, "data_owner__name": true, callflow.KeySegment: true, "meeting__agent": true,
}

// ownColumn is what a custom field's key means.
func ownColumn(field *callflow.Field) knownColumn {
	return knownColumn{label: field.Key, kind: fieldColumns[field.Type], few: field.Type == callflow.Choice}
}

// fieldColumns are what the values of custom fields are in a file.
var fieldColumns = map[callflow.FieldType]tabular.ColumnType{
	callflow.Text: tabular.TextColumn, callflow.Choice: tabular.TextColumn, callflow.Integer: tabular.IntegerColumn,
	callflow.Decimal: tabular.DecimalColumn, callflow.Date: tabular.DateColumn, callflow.Boolean: tabular.BooleanColumn,
}

// columns are those of all of the list's records, each once, in their order, with distinct labels.
func (l *List) columns() []tabular.Column {
	own := make(map[string]knownColumn)
	for _, shape := range l.columnShapes() {
		for i := range shape.Fields {
			addColumn(own, shape.Fields[i].LookupID(), ownColumn(&shape.Fields[i]))
		}
		for i := range shape.Products {
			product := &shape.Products[i]
			label := product.Title
			if label == "" {
				label = product.Code
			}
			addColumn(own, callflow.ProductPrefix+product.Code, knownColumn{label: label, kind: tabular.IntegerColumn})
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
		columns[i] = tabular.Column{Key: key, Label: distinct(known.label, key, taken), Type: known.kind, Few: fewValues[key] || known.few}
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
	if taken[foldedLabel(label)] {
		label = fmt.Sprintf("%s (%s)", label, key)
	}
	taken[foldedLabel(label)] = true
	return label
}

// foldedLabel is the same text for labels that are one to whoever reads them.
func foldedLabel(label string) string { return strings.ToLower(cleanse.Label(label)) }

// RecordColumns are the columns of records of which the keys alone are known, as of another server's.
func RecordColumns(keys []string) []tabular.Column { return columnsOf(keys, nil) }
