package callflow

import (
	mathbits "math/bits"
	"strconv"
	"time"
)

// Layout is how the records of one campaign are written: the text of a record
// without any value, encoded once, and where its values go. It is read-only, for
// any number of renderers.
type Layout struct {
	text     []byte   // the record with `""` for every value
	gaps     []int    // by key: where its `""` begins in text
	from     []source // by key
	always   bitset   // the keys whose value is worked out for every record
	states   map[int64][]byte
	cards    tagIndex
	statuses tagIndex
	when     int // the key that shows when the row last changed, -1 for none
	id       int // the key that shows the customer's id, -1 for none
	location *time.Location
}

// NewLayout encodes the keys for records of the given shape.
func NewLayout(shape *Shape, keys []Key) *Layout {
	l := &Layout{states: make(map[int64][]byte, len(shape.States)), location: shape.Location, always: newBitset(len(keys)), when: -1, id: -1}
	for i := range shape.States {
		l.states[shape.States[i].ID] = AppendJSONString(nil, shape.States[i].Name)
	}
	l.text = append(l.text, '{')
	for i := range keys {
		if i > 0 {
			l.text = append(l.text, ',')
		}
		l.encode(shape, &keys[i])
	}
	l.text = append(l.text, '}')
	return l
}

// encode appends one key. A value that is the same in every record is text as well.
func (l *Layout) encode(shape *Shape, key *Key) {
	l.text = append(AppendJSONString(l.text, key.Name), ':')
	if key.from == fromConstant {
		l.text = appendValue(l.text, []byte(key.constant))
		return
	}
	place := len(l.gaps)
	l.gaps = append(l.gaps, len(l.text))
	l.from = append(l.from, key.from)
	l.text = append(l.text, `""`...)
	switch key.from {
	case fromCard:
		l.cards.add(cardTag(shape, key.slot), place)
	case fromStatus, fromStatusTime:
		l.statuses.add(statusTag(shape, key.slot), place)
	case fromCustomerID:
		l.id = place
		l.cards.add(tagAnonymized, place)
		l.always.set(place)
	case fromChangedAt:
		l.when = place
		l.statuses.add(tagToldWhen, place)
		l.always.set(place)
	default:
		l.always.set(place)
	}
}

func cardTag(shape *Shape, slot int) uint64 {
	if slot < firstCustomTag {
		return uint64(slot)
	}
	return CustomTag(shape.Fields[slot-firstCustomTag].ID)
}

func statusTag(shape *Shape, slot int) uint64 {
	if slot < firstProductTag {
		return uint64(slot)
	}
	return uint64(shape.Products[slot-firstProductTag].ID) + firstProductTag
}

// tagIndex finds the place of a stored value's key: at once for the usual small tags.
type tagIndex struct {
	small  [256]uint16 // place + 1
	others map[uint64]int
}

func (x *tagIndex) add(tag uint64, place int) {
	if tag < uint64(len(x.small)) && place < 0xffff {
		x.small[tag] = uint16(place + 1)
		return
	}
	if x.others == nil {
		x.others = make(map[uint64]int)
	}
	x.others[tag] = place + 1
}

// of gives the place of a tag, -1 for what no key shows.
func (x *tagIndex) of(tag uint64) int {
	if tag < uint64(len(x.small)) {
		return int(x.small[tag]) - 1
	}
	return x.others[tag] - 1
}

// bitset says which of a record's values are set.
type bitset []uint64

func newBitset(size int) bitset { return make(bitset, size/64+1) }

func (b bitset) set(i int) { b[i/64] |= 1 << (i % 64) }

// Renderer appends records. It holds scratch space: one per goroutine.
type Renderer struct {
	clock    *Clock
	location *time.Location
	values   [][]byte // by key, where it is set
	set      bitset
}

// AppendRecord appends the record of one row as JSON: only values that are set
// cost anything, and the text between them is copied in runs.
func (r *Renderer) AppendRecord(dst []byte, l *Layout, row *StatusRow) []byte {
	r.prepare(l)
	r.unpack(row.Card, &l.cards)
	r.unpack(row.Status, &l.statuses)
	copied := 0
	for word, bits := range r.set {
		for ; bits != 0; bits &= bits - 1 {
			key := word*64 + mathbits.TrailingZeros64(bits)
			dst = append(dst, l.text[copied:l.gaps[key]]...)
			copied = l.gaps[key] + len(`""`)
			switch l.from[key] {
			case fromCard, fromStatus:
				dst = append(dst, r.values[key]...)
			default:
				dst = r.appendComputed(dst, l, key, row)
			}
		}
	}
	return append(dst, l.text[copied:]...)
}

func (r *Renderer) prepare(l *Layout) {
	if r.location != l.location {
		r.location, r.clock = l.location, NewClock(l.location)
	}
	if len(r.values) < len(l.gaps) {
		r.values = make([][]byte, len(l.gaps))
	}
	r.set = append(r.set[:0], l.always...)
	if l.when >= 0 {
		r.values[l.when] = nil
	}
	if l.id >= 0 {
		r.values[l.id] = nil
	}
}

// unpack lays a packed list's values out by key.
func (r *Renderer) unpack(packed []byte, index *tagIndex) {
	for {
		tag, value, rest, ok := NextPacked(packed)
		if !ok {
			return
		}
		if key := index.of(tag); key >= 0 && len(value) > 0 {
			r.values[key] = value
			r.set.set(key)
		}
		packed = rest
	}
}

func (r *Renderer) appendComputed(dst []byte, l *Layout, key int, row *StatusRow) []byte {
	switch l.from[key] {
	case fromCustomerID:
		if shown := r.values[key]; shown != nil { // an anonymised customer's
			return append(dst, shown...)
		}
		return AppendJSONString(dst, row.CustomerID)
	case fromAttempts:
		if row.Attempts == 0 {
			return append(dst, `""`...)
		}
		return strconv.AppendInt(dst, row.Attempts, 10)
	case fromState:
		return appendValue(dst, l.states[row.StateID])
	case fromChangedAt:
		if told := r.values[key]; told != nil {
			return append(dst, told...)
		}
		return r.appendTime(dst, row.ChangedAt)
	case fromDueAt:
		return r.appendTime(dst, row.DueAt)
	case fromTimestamp:
		at := time.UnixMilli(row.ChangedAt).In(l.location)
		return append(at.AppendFormat(append(dst, '"'), timestampLayout), '"')
	case fromStatusTime:
		if r.values[key][0] == '"' { // as another server writes it
			return append(dst, r.values[key]...)
		}
		ms, _ := strconv.ParseInt(string(r.values[key]), 10, 64)
		return r.appendTime(dst, ms)
	case fromVersion:
		return strconv.AppendInt(dst, row.Seq, 10)
	case fromCallflowID:
		dst = strconv.AppendInt(append(dst, '"'), row.CampaignID, 10)
		dst = strconv.AppendInt(append(dst, '-'), row.Number, 10)
		return append(dst, '"')
	case fromConstant, fromCard, fromStatus: // written by AppendRecord itself
	}
	return append(dst, `""`...)
}

// timestampLayout is how the later generation writes a moment beside its minute.
const timestampLayout = "2006-01-02T15:04:05.000-0700"

func (r *Renderer) appendTime(dst []byte, ms int64) []byte {
	if ms == 0 {
		return append(dst, `""`...)
	}
	return append(r.clock.AppendMinute(append(dst, '"'), ms), '"')
}

func appendValue(dst, value []byte) []byte {
	if len(value) == 0 {
		return append(dst, `""`...)
	}
	return append(dst, value...)
}
