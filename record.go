package callflow

import (
	"slices"
	"strconv"
	"time"
)

// CustomInfoPrefix begins the record's key of a custom field; its id follows.
const CustomInfoPrefix = "crm__custom_info__"

// ProductPrefix begins the record's key of a product; its code follows.
const ProductPrefix = "product__"

// KeyCustomerID is the record's first key.
const KeyCustomerID = "crm__customer_id"

// KeySegment is the later generation's key of a customer's segment, and its name wherever a customer is written.
const KeySegment = "segment__name"

// Shape is all that decides which keys the records of a campaign have.
type Shape struct {
	Generation int
	Client     *Client
	Assignment *Assignment
	Campaign   *Campaign
	Fields     []Field   // by position
	Products   []Product // by position
	States     []State
	Location   *time.Location
}

// Key is one key of a record and where its value comes from.
type Key struct {
	Name     string
	from     source
	slot     int
	constant Value
}

type source uint8

const (
	fromConstant source = iota
	fromCustomerID
	fromCard
	fromStatus
	fromStatusTime
	fromAttempts
	fromState
	fromChangedAt
	fromDueAt
	fromCallflowID
	fromVersion
	fromTimestamp
)

// CustomerKeys are the `crm__` keys, in the order of the seed's record.
func (s *Shape) CustomerKeys() []Key {
	keys := []Key{{Name: KeyCustomerID, from: fromCustomerID}}
	for i, field := range StandardFields {
		keys = append(keys, Key{Name: field.Key, from: fromCard, slot: tagName + i})
	}
	keys = append(keys,
		Key{Name: "crm__change_log__updated", from: fromCard, slot: tagUpdated},
		Key{Name: "crm__change_log__updated_by", from: fromCard, slot: tagUpdatedBy},
		Key{Name: "crm__change_log__update_method", from: fromCard, slot: tagUpdateMethod},
	)
	for i := range s.Fields {
		keys = append(keys, Key{Name: s.Fields[i].LookupID(), from: fromCard, slot: firstCustomTag + i})
	}
	return keys
}

// StatusKeys are the keys of the record, in the order of the account's generation.
func (s *Shape) StatusKeys() []Key {
	keys := append(s.CustomerKeys(),
		Key{Name: "callflow__attempts_status__attempts", from: fromAttempts},
		Key{Name: "callflow__callstate__name", from: fromState},
		Key{Name: "callflow__last_change__user", from: fromStatus, slot: tagUser},
		Key{Name: "callflow__last_change__when", from: fromChangedAt},
		Key{Name: "callflow__last_change__cause", from: fromStatus, slot: tagCause},
		Key{Name: "callflow__last_change__alternative", from: fromStatus, slot: tagAlternative},
		Key{Name: "callflow__last_change__comment", from: fromStatus, slot: tagComment},
	)
	keys = append(keys, s.nameKeys()...)
	if s.Generation != LaterGeneration {
		keys = append(keys,
			Key{Name: "meeting__agent", from: fromStatus, slot: tagMeetingAgent},
			Key{Name: "meeting__time__from_date_time", from: fromStatusTime, slot: tagMeetingFrom},
			Key{Name: "meeting__time__to_date_time", from: fromStatusTime, slot: tagMeetingTo},
		)
	}
	for i := range s.Products {
		keys = append(keys, Key{Name: ProductPrefix + s.Products[i].Code, from: fromStatus, slot: firstProductTag + i})
	}
	return keys
}

// nameKeys say whose record it is: of which campaign, and for whom.
func (s *Shape) nameKeys() []Key {
	if s.Generation != LaterGeneration {
		return []Key{
			{Name: "campaign__name", constant: TextValue(s.Campaign.Name)},
			{Name: "assignment__name", constant: TextValue(s.Assignment.Name)},
			{Name: "client__short_name", constant: TextValue(s.Client.ShortName)},
		}
	}
	return []Key{
		{Name: "campaign__name", constant: TextValue(s.Campaign.Name)},
		{Name: "campaign__crm_type", constant: TextValue(string(s.Assignment.CRMType))},
		{Name: "data_owner__name", constant: TextValue(s.Client.LongName())},
		{Name: KeySegment, from: fromCard, slot: tagSegment},
	}
}

// SyncKeys are what `?include=sync` adds (contract, section 2).
func (s *Shape) SyncKeys() []Key {
	return []Key{
		{Name: "campaign__id", constant: Value(strconv.FormatInt(s.Campaign.ID, 10))},
		{Name: "callflow__id", from: fromCallflowID},
		{Name: "callflow__version", from: fromVersion},
		{Name: "callflow__due", from: fromDueAt},
	}
}

// SelectKeys keeps the named keys, in the order of the names. A name that these
// keys lack is a key that is never set: another campaign of the list has it.
func SelectKeys(keys []Key, names []string) []Key {
	selected := make([]Key, 0, len(names))
	for _, name := range names {
		i := slices.IndexFunc(keys, func(k Key) bool { return k.Name == name })
		if i < 0 {
			selected = append(selected, Key{Name: name})
			continue
		}
		selected = append(selected, keys[i])
	}
	return selected
}

// KeyNames lists the names of keys.
func KeyNames(keys []Key) []string {
	names := make([]string, len(keys))
	for i := range keys {
		names[i] = keys[i].Name
	}
	return names
}
