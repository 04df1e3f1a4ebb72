// Package labels tells what the keys of records are called by people, as in the headings of files, and what their values are. It knows neither
// lists nor files: who writes a file, reads one or makes a custom field asks here. It may import cleanse and tabular alone.
package labels

import (
	"fmt"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/tabular"
)

// Column is what a key that every account has is called by people, and what its values are.
type Column struct {
	Label string // its own name, as in a heading
	Kind  tabular.ColumnType
	few   bool // it has few different values
}

// known are the keys of the record that are nobody's own.
var known = map[string]Column{
	callflow.KeyCustomerID:                {Label: "Customer id", Kind: tabular.TextColumn},
	"crm__standard_info__name":            {Label: "Name", Kind: tabular.TextColumn},
	"crm__standard_info__phone_1":         {Label: "Phone 1", Kind: tabular.TextColumn},
	"crm__standard_info__phone_2":         {Label: "Phone 2", Kind: tabular.TextColumn},
	"crm__standard_info__phone_3":         {Label: "Phone 3", Kind: tabular.TextColumn},
	"crm__standard_info__email":           {Label: "E-mail", Kind: tabular.TextColumn},
	"crm__change_log__updated":            {Label: "Updated", Kind: tabular.DateColumn},
	"crm__change_log__updated_by":         {Label: "Updated by", Kind: tabular.TextColumn},
	"crm__change_log__update_method":      {Label: "Update method", Kind: tabular.TextColumn},
	"callflow__attempts_status__attempts": {Label: "Attempts", Kind: tabular.IntegerColumn},
	"callflow__callstate__name":           {Label: "Call state", Kind: tabular.TextColumn},
	"callflow__last_change__user":         {Label: "Changed by", Kind: tabular.TextColumn},
	"callflow__last_change__when":         {Label: "Changed", Kind: tabular.MinuteColumn},
	"callflow__last_change__cause":        {Label: "Cause", Kind: tabular.TextColumn},
	"callflow__last_change__alternative":  {Label: "Alternative", Kind: tabular.TextColumn},
	"callflow__last_change__comment":      {Label: "Comment", Kind: tabular.TextColumn},
	"campaign__name":                      {Label: "Campaign", Kind: tabular.TextColumn},
	"campaign__id":                        {Label: "Campaign id", Kind: tabular.IntegerColumn},
	"campaign__crm_type":                  {Label: "CRM type", Kind: tabular.TextColumn},
	"assignment__name":                    {Label: "Assignment", Kind: tabular.TextColumn},
	"client__short_name":                  {Label: "Client", Kind: tabular.TextColumn},
	"data_owner__name":                    {Label: "Data owner", Kind: tabular.TextColumn},
	callflow.KeySegment:                   {Label: "Segment", Kind: tabular.TextColumn},
	"meeting__agent":                      {Label: "Meeting with", Kind: tabular.TextColumn},
	"meeting__time__from_date_time":       {Label: "Meeting from", Kind: tabular.MinuteColumn},
	"meeting__time__to_date_time":         {Label: "Meeting to", Kind: tabular.MinuteColumn},
	"callflow__id":                        {Label: "Callflow id", Kind: tabular.TextColumn},
	"callflow__version":                   {Label: "Version", Kind: tabular.IntegerColumn},
	"callflow__due":                       {Label: "Due", Kind: tabular.MinuteColumn},

	// Of registered outcomes, in either generation, and what they sold.
	"call_outcome__submitted_by":                        {Label: "Registered by", Kind: tabular.TextColumn},
	"call_outcome__submitted_when":                      {Label: "Registered", Kind: tabular.MinuteColumn},
	"call_outcome__type":                                {Label: "Outcome", Kind: tabular.TextColumn},
	"call_outcome__subtype":                             {Label: "Outcome, further", Kind: tabular.TextColumn},
	"call_outcome__submitted_in_department":             {Label: "Department", Kind: tabular.TextColumn},
	"call_outcome__comment":                             {Label: "Comment on the outcome", Kind: tabular.TextColumn},
	"call_outcome__additional_input_text":               {Label: "Additional input", Kind: tabular.TextColumn},
	"call_outcome__report_as__submitted_by":             {Label: "Registered by", Kind: tabular.TextColumn},
	"call_outcome__report_as__submitted_in_team":        {Label: "Team", Kind: tabular.TextColumn},
	"call_outcome__report_as__submitted_when":           {Label: "Registered", Kind: tabular.MinuteColumn},
	"call_outcome__report_as__submitted_when_timestamp": {Label: "Registered, to the millisecond", Kind: tabular.TextColumn},
	"call_outcome__id":                                  {Label: "Outcome id", Kind: tabular.IntegerColumn},
	"call_outcome__withdrawn_when":                      {Label: "Withdrawn", Kind: tabular.MinuteColumn},
	"call_outcome__withdrawn_by":                        {Label: "Withdrawn by", Kind: tabular.TextColumn},
	"call_outcome__withdrawn_comment":                   {Label: "Comment on the withdrawal", Kind: tabular.TextColumn},
	"product__code":                                     {Label: "Product", Kind: tabular.TextColumn},
	"product__title":                                    {Label: "Product title", Kind: tabular.TextColumn},
	"product__price":                                    {Label: "Price", Kind: tabular.DecimalColumn},
	"product__units":                                    {Label: "Units", Kind: tabular.IntegerColumn},

	// Of the log. When has its seconds and its offset.
	"seq":         {Label: "Seq", Kind: tabular.IntegerColumn},
	"when":        {Label: "When", Kind: tabular.TextColumn},
	"what":        {Label: "What", Kind: tabular.TextColumn},
	"campaign_id": {Label: "Campaign id", Kind: tabular.IntegerColumn},
	"customer_id": {Label: "Customer id", Kind: tabular.TextColumn},
	"from":        {Label: "From", Kind: tabular.TextColumn},
	"to":          {Label: "To", Kind: tabular.TextColumn},
	"user":        {Label: "Changed by", Kind: tabular.TextColumn},
	"cause":       {Label: "Cause", Kind: tabular.TextColumn},
	"alternative": {Label: "Alternative", Kind: tabular.TextColumn},
	"comment":     {Label: "Comment", Kind: tabular.TextColumn},
	"attempts":    {Label: "Attempts", Kind: tabular.IntegerColumn},
	"withdrew":    {Label: "Withdrew", Kind: tabular.IntegerColumn},
}

// fewValues are the keys whose values come again and again.
var fewValues = map[string]bool{
	"crm__change_log__updated_by": true, "crm__change_log__update_method": true, "callflow__callstate__name": true, "callflow__last_change__user": true,
	"callflow__last_change__cause": true, "callflow__last_change__alternative": true, "campaign__name": true, "campaign__crm_type": true,
	"assignment__name": true, "client__short_name": true, "data_owner__name": true, callflow.KeySegment: true, "meeting__agent": true,
}

// OfField is what a custom field's key means.
func OfField(field *callflow.Field) Column {
	return Column{Label: field.Key, Kind: fieldColumns[field.Type], few: field.Type == callflow.Choice}
}

// fieldColumns are what the values of custom fields are in a file.
var fieldColumns = map[callflow.FieldType]tabular.ColumnType{
	callflow.Text: tabular.TextColumn, callflow.Choice: tabular.TextColumn, callflow.Integer: tabular.IntegerColumn,
	callflow.Decimal: tabular.DecimalColumn, callflow.Date: tabular.DateColumn, callflow.Boolean: tabular.BooleanColumn,
}

// Columns makes columns of keys: those that every account has, those that are its own, and others, which are texts.
func Columns(keys []string, own map[string]Column) []tabular.Column {
	columns := make([]tabular.Column, len(keys))
	taken := make(map[string]bool, len(keys))
	for i, key := range keys {
		column, ok := own[key]
		if !ok {
			column = known[key]
		}
		columns[i] = tabular.Column{Key: key, Label: Distinct(column.Label, key, taken), Type: column.Kind, Few: fewValues[key] || column.few}
	}
	return columns
}

// Add adds what a key means. Where two assignments mean different things, it is a text.
func Add(own map[string]Column, key string, column Column) {
	if held, ok := own[key]; ok && held.Kind != column.Kind {
		column.Kind = tabular.TextColumn
	}
	own[key] = column
}

// Distinct makes a label that no other column has: the key is added where another has it already.
func Distinct(label, key string, taken map[string]bool) string {
	if label == "" {
		label = key
	}
	if taken[Fold(label)] {
		label = fmt.Sprintf("%s (%s)", label, key)
	}
	taken[Fold(label)] = true
	return label
}

// Fold gives the same text for labels that are one to whoever reads them.
func Fold(label string) string { return strings.ToLower(cleanse.Label(label)) }

// OfRecords gives the columns of records of which the keys alone are known, as of another server's.
func OfRecords(keys []string) []tabular.Column { return Columns(keys, nil) }

// Of is the label of a key that every account has, "" for another key.
func Of(key string) string { return known[key].Label }

// recordParts begin the keys of a status record that are not the customer's own.
var recordParts = []string{"crm__change_log__", "callflow__", "campaign__", "assignment__", "client__", "data_owner__", "meeting__",
	"product__", "call_outcome__"}

// IsOfRecord says whether a key begins as those of a status record that are not the customer's own: a file that was exported from a list may
// have them.
func IsOfRecord(key string) bool {
	return slices.ContainsFunc(recordParts, func(part string) bool { return strings.HasPrefix(key, part) })
}

// notOwn are the labels of keys that are not the customer's own.
var notOwn = func() map[string]bool {
	labels := make(map[string]bool)
	for key, column := range known {
		if IsOfRecord(key) {
			labels[column.Label] = true
		}
	}
	return labels
}()

// IsNotOwn says whether a label is that of a key that is not the customer's own.
func IsNotOwn(label string) bool { return notOwn[label] }
