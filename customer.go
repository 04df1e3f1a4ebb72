package callflow

import "strings"

// Customer is a person or company of an assignment. Updated is YYYY-MM-DD.
type Customer struct {
	AssignmentID int64
	Number       int64 // its place in the assignment, given once
	CustomerID   string
	Seq          int64 // the account's clock at its latest change

	Name   string
	Phone1 string
	Phone2 string
	Phone3 string
	Email  string

	Segment string // which part of the customers it belongs to; the later generation shows it

	Updated      string
	UpdatedBy    string
	UpdateMethod string

	Anonymized bool // it is nobody's any more, and stays empty

	Custom map[int64]Value // by field id; what is not set is not there
}

// The ways by which a customer comes to be or changes (contract, section 2).
const (
	MethodImportNew    = "Import new"
	MethodImportUpdate = "Import update"
	MethodManual       = "Manual update"
	MethodAPI          = "API"
)

// Tags of a card's values. A custom field's tag is its id plus firstCustomTag.
const (
	tagName = 1 + iota
	tagPhone1
	tagPhone2
	tagPhone3
	tagEmail
	tagUpdated
	tagUpdatedBy
	tagUpdateMethod
	tagSegment
	tagAnonymized
	firstCustomTag = 16
)

// Limits of what a customer may hold; beyond them a file or a body is wrong, not large.
const (
	MaxCustomerIDLength = 200
	maxStandardLength   = 1000
)

// StandardField is one of the standard info values that a caller may set.
type StandardField struct {
	Name string // the short name, as a file's heading has it
	Key  string // the record's key
	Of   func(*Customer) *string
}

// StandardFields are the standard info values, in the record's order.
var StandardFields = []StandardField{
	{"name", "crm__standard_info__name", func(c *Customer) *string { return &c.Name }},
	{"phone_1", "crm__standard_info__phone_1", func(c *Customer) *string { return &c.Phone1 }},
	{"phone_2", "crm__standard_info__phone_2", func(c *Customer) *string { return &c.Phone2 }},
	{"phone_3", "crm__standard_info__phone_3", func(c *Customer) *string { return &c.Phone3 }},
	{"email", "crm__standard_info__email", func(c *Customer) *string { return &c.Email }},
}

// SegmentField is the customer's segment, which files may fill as they do the standard info values.
var SegmentField = StandardField{"segment", KeySegment, func(c *Customer) *string { return &c.Segment }}

// Validate says what is missing, too long, or can't be kept.
func (c *Customer) Validate() error {
	if c.CustomerID == "" {
		return InvalidField(KeyCustomerID, "A customer needs a crm__customer_id: the id that your CRM gave it.")
	}
	if problem := textProblem(c.CustomerID, MaxCustomerIDLength); problem != "" {
		return InvalidField(KeyCustomerID, "crm__customer_id "+problem+".")
	}
	for _, field := range StandardFields {
		if problem := textProblem(*field.Of(c), maxStandardLength); problem != "" {
			return InvalidField(field.Key, field.Name+" "+problem+".")
		}
	}
	if problem := textProblem(c.Segment, maxStandardLength); problem != "" {
		return InvalidField(KeySegment, KeySegment+" "+problem+".")
	}
	return nil
}

// Card packs everything but the id and the numbers into the stored form.
func (c *Customer) Card(fields []Field) []byte {
	if c.Anonymized {
		return AnonymizedCard()
	}
	card := make([]byte, 0, 256)
	for i, field := range StandardFields {
		card = AppendPacked(card, uint64(tagName+i), TextValue(*field.Of(c)))
	}
	card = AppendPacked(card, tagUpdated, TextValue(c.Updated))
	card = AppendPacked(card, tagUpdatedBy, TextValue(c.UpdatedBy))
	card = AppendPacked(card, tagUpdateMethod, TextValue(c.UpdateMethod))
	card = AppendPacked(card, tagSegment, TextValue(c.Segment))
	for i := range fields {
		card = AppendPacked(card, CustomTag(fields[i].ID), c.Custom[fields[i].ID])
	}
	return card
}

// CustomTag is the tag under which a card keeps a custom field's value.
func CustomTag(fieldID int64) uint64 { return uint64(fieldID) + firstCustomTag }

// SegmentTag is the tag under which a card keeps the customer's segment.
const SegmentTag uint64 = tagSegment

// StandardTag is the tag under which a card keeps a standard info value, by its place in StandardFields.
func StandardTag(place int) uint64 { return uint64(tagName + place) }

// SetCard fills the customer from its stored form.
func (c *Customer) SetCard(card []byte) {
	c.Custom = make(map[int64]Value)
	for {
		tag, value, rest, ok := NextPacked(card)
		if !ok {
			return
		}
		c.set(tag, Value(value))
		card = rest
	}
}

func (c *Customer) set(tag uint64, value Value) {
	switch tag {
	case tagUpdated:
		c.Updated = value.Text()
	case tagUpdatedBy:
		c.UpdatedBy = value.Text()
	case tagUpdateMethod:
		c.UpdateMethod = value.Text()
	case tagSegment:
		c.Segment = value.Text()
	case tagAnonymized:
		c.Anonymized = true
	default:
		if tag >= firstCustomTag {
			c.Custom[int64(tag-firstCustomTag)] = value
			return
		}
		if i := int(tag) - tagName; i >= 0 && i < len(StandardFields) {
			*StandardFields[i].Of(c) = value.Text()
		}
	}
}

// SameValues says whether two customers hold the same values, their change log
// aside: writing one over the other would change nothing.
func (c *Customer) SameValues(other *Customer) bool {
	for _, field := range StandardFields {
		if *field.Of(c) != *field.Of(other) {
			return false
		}
	}
	return c.Segment == other.Segment && c.Anonymized == other.Anonymized && sameCustom(c.Custom, other.Custom) && sameCustom(other.Custom, c.Custom)
}

func sameCustom(a, b map[int64]Value) bool {
	for id, value := range a {
		if b[id] != value {
			return false
		}
	}
	return true
}

// StandardFieldNamed finds a standard info value by its short name or its key, in any case.
func StandardFieldNamed(name string) (StandardField, bool) {
	for _, field := range StandardFields {
		if strings.EqualFold(name, field.Name) || strings.EqualFold(name, field.Key) {
			return field, true
		}
	}
	return StandardField{}, false
}
