package callflow

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
)

// Told is what a status record of another server of this API says, taken apart.
type Told struct {
	Customer Customer
	State    string // the call state's name
	Attempts int64
	Status   Status
}

// ToldReader takes records apart whose keys are those of one campaign. It is read-only.
type ToldReader struct {
	takes    map[string]func(*Told, Value)
	location *time.Location
}

// NewToldReader makes a reader for records of the given shape. The other server's times are in the shape's zone.
func NewToldReader(shape *Shape) *ToldReader {
	r := &ToldReader{takes: make(map[string]func(*Told, Value)), location: shape.Location}
	r.takes[KeyCustomerID] = func(t *Told, v Value) { t.Customer.CustomerID = v.Text() }
	for _, field := range append([]StandardField{SegmentField}, StandardFields...) {
		r.takes[field.Key] = func(t *Told, v Value) { *field.Of(&t.Customer) = v.Text() }
	}
	r.takes["crm__change_log__updated"] = func(t *Told, v Value) { t.Customer.Updated = v.Text() }
	r.takes["crm__change_log__updated_by"] = func(t *Told, v Value) { t.Customer.UpdatedBy = v.Text() }
	r.takes["crm__change_log__update_method"] = func(t *Told, v Value) { t.Customer.UpdateMethod = v.Text() }
	for i := range shape.Fields {
		id := shape.Fields[i].ID
		r.takes[shape.Fields[i].LookupID()] = func(t *Told, v Value) { t.Customer.Custom[id] = v }
	}
	for i := range shape.Products {
		id := shape.Products[i].ID
		r.takes[ProductPrefix+shape.Products[i].Code] = func(t *Told, v Value) { t.Status.Products[id] = v.number() }
	}
	r.takeStatus()
	for _, name := range []string{"campaign__name", "assignment__name", "client__short_name", "campaign__crm_type", "data_owner__name"} {
		r.takes[name] = func(*Told, Value) {} // the set-up says so
	}
	return r
}

func (r *ToldReader) takeStatus() {
	r.takes["callflow__attempts_status__attempts"] = func(t *Told, v Value) { t.Attempts = v.number() }
	r.takes["callflow__callstate__name"] = func(t *Told, v Value) { t.State = v.Text() }
	r.takes["callflow__last_change__user"] = func(t *Told, v Value) { t.Status.User = v.Text() }
	r.takes["callflow__last_change__when"] = func(t *Told, v Value) { t.Status.ToldWhen = v.asText() }
	r.takes["callflow__last_change__cause"] = func(t *Told, v Value) { t.Status.Cause = v.Text() }
	r.takes["callflow__last_change__alternative"] = func(t *Told, v Value) { t.Status.Alternative = v.Text() }
	r.takes["callflow__last_change__comment"] = func(t *Told, v Value) { t.Status.Comment = v.Text() }
	r.takes["meeting__agent"] = func(t *Told, v Value) { t.Status.MeetingAgent = v.Text() }
	r.takes["meeting__time__from_date_time"] = func(t *Told, v Value) { t.Status.MeetingFrom, t.Status.ToldFrom = r.moment(v) }
	r.takes["meeting__time__to_date_time"] = func(t *Told, v Value) { t.Status.MeetingTo, t.Status.ToldTo = r.moment(v) }
}

// Knows says whether a key has a place here.
func (r *ToldReader) Knows(key string) bool { return r.takes[key] != nil }

// Read takes one record apart. Keys without a place here are passed over.
func (r *ToldReader) Read(members func(yield func(string, []byte) bool)) *Told {
	told := &Told{Customer: Customer{Custom: make(map[int64]Value)}, Status: Status{Products: make(map[int64]int64)}}
	for key, raw := range members {
		take := r.takes[key]
		if take == nil {
			continue
		}
		if value := ToldValue(raw); value != "" {
			take(told, value)
		}
	}
	if told.Status.ToldWhen == "" {
		told.Status.ToldWhen = `""` // as they show it, where this account would show its own time
	}
	return told
}

// ToldValue is the value that another server's JSON stands for: null and "" are not set, a text is written as it is
// written here, numbers and booleans keep their digits, and what is none of these is kept as a text.
func ToldValue(raw []byte) Value {
	switch {
	case len(raw) == 0 || string(raw) == "null" || string(raw) == `""`:
		return ""
	case raw[0] == '"':
		return TextValue(toldText(raw))
	case string(raw) == "true" || string(raw) == "false" || validNumber(string(raw)):
		return Value(raw)
	}
	var compact bytes.Buffer
	if json.Compact(&compact, raw) != nil {
		return TextValue(string(raw))
	}
	return TextValue(compact.String())
}

func toldText(raw []byte) string {
	if bytes.IndexByte(raw, '\\') < 0 {
		return strings.ToValidUTF8(string(raw[1:len(raw)-1]), "\uFFFD")
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return text
}

// asText is a value as the JSON of a text.
func (v Value) asText() Value {
	if v == "" || v[0] == '"' {
		return v
	}
	return TextValue(string(v))
}

// moment reads a time of day as the record writes it. What is none, or would not be written so again, is kept as it was told.
func (r *ToldReader) moment(value Value) (ms int64, told Value) {
	text := value.Text()
	at, err := time.ParseInLocation(MinuteLayout, text, r.location)
	if err != nil || at.Format(MinuteLayout) != text || at.UnixMilli() <= 0 {
		return 0, value.asText()
	}
	return at.UnixMilli(), ""
}
