package callflow

import (
	"strconv"
	"time"
)

// Layout is how the records of one campaign are written: its keys encoded once,
// joined with whatever is the same in every record. It is read-only, for any
// number of renderers.
type Layout struct {
	segments []segment
	tail     []byte
	states   map[int64][]byte
	cards    slotIndex
	statuses slotIndex
	location *time.Location
}

// segment is text that every record has, then one value.
type segment struct {
	text []byte
	from source
	slot int
}

// NewLayout encodes the keys for records of the given shape.
func NewLayout(shape *Shape, keys []Key) *Layout {
	l := &Layout{states: make(map[int64][]byte, len(shape.States)), location: shape.Location}
	for i := range shape.States {
		l.states[shape.States[i].ID] = AppendJSONString(nil, shape.States[i].Name)
	}
	for i := range shape.Fields {
		l.cards.add(CustomTag(shape.Fields[i].ID), firstCustomTag+i)
	}
	for i := range shape.Products {
		l.statuses.add(uint64(shape.Products[i].ID)+firstProductTag, firstProductTag+i)
	}
	l.encode(keys)
	return l
}

func (l *Layout) encode(keys []Key) {
	text := []byte{'{'}
	for i, key := range keys {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(AppendJSONString(text, key.Name), ':')
		if key.from != fromConstant {
			l.segments = append(l.segments, segment{text: text, from: key.from, slot: key.slot})
			text = nil
			continue
		}
		text = appendValue(text, []byte(key.constant))
	}
	l.tail = append(text, '}')
}

// slotIndex finds the slot of a tag: by position for the usual small tags.
type slotIndex struct {
	small  [256]uint16
	others map[uint64]int
	top    int
}

func (x *slotIndex) add(tag uint64, slot int) {
	x.top = max(x.top, slot)
	if tag < uint64(len(x.small)) && slot <= 0xffff {
		x.small[tag] = uint16(slot)
		return
	}
	if x.others == nil {
		x.others = make(map[uint64]int)
	}
	x.others[tag] = slot
}

// of gives the slot of a tag, 0 for what no key shows (a field since removed).
func (x *slotIndex) of(tag uint64) int {
	if tag < firstCustomTag {
		return int(tag)
	}
	if tag < uint64(len(x.small)) {
		return int(x.small[tag])
	}
	return x.others[tag]
}

// Renderer appends records. It holds scratch space: one per goroutine.
type Renderer struct {
	clock    *Clock
	location *time.Location
	card     [][]byte
	status   [][]byte
}

// AppendRecord appends the record of one row as JSON.
func (r *Renderer) AppendRecord(dst []byte, l *Layout, row *StatusRow) []byte {
	if r.location != l.location {
		r.location, r.clock = l.location, NewClock(l.location)
	}
	r.card = unpack(r.card, row.Card, &l.cards)
	r.status = unpack(r.status, row.Status, &l.statuses)
	for i := range l.segments {
		s := &l.segments[i]
		dst = append(dst, s.text...)
		switch s.from {
		case fromCard:
			dst = appendValue(dst, r.card[s.slot])
		case fromStatus:
			dst = appendValue(dst, r.status[s.slot])
		default:
			dst = r.appendComputed(dst, l, s, row)
		}
	}
	return append(dst, l.tail...)
}

func (r *Renderer) appendComputed(dst []byte, l *Layout, s *segment, row *StatusRow) []byte {
	switch s.from {
	case fromCustomerID:
		return AppendJSONString(dst, row.CustomerID)
	case fromAttempts:
		if row.Attempts == 0 {
			return append(dst, `""`...)
		}
		return strconv.AppendInt(dst, row.Attempts, 10)
	case fromState:
		return appendValue(dst, l.states[row.StateID])
	case fromChangedAt:
		return r.appendTime(dst, row.ChangedAt)
	case fromDueAt:
		return r.appendTime(dst, row.DueAt)
	case fromStatusTime:
		ms, _ := strconv.ParseInt(string(r.status[s.slot]), 10, 64)
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

// unpack lays a packed list's values out by slot. Slot 0 takes what no key shows.
func unpack(slots [][]byte, packed []byte, index *slotIndex) [][]byte {
	size := max(index.top+1, firstCustomTag)
	if cap(slots) < size {
		slots = make([][]byte, size)
	}
	slots = slots[:size]
	clear(slots)
	for {
		tag, value, rest, ok := NextPacked(packed)
		if !ok {
			return slots
		}
		slots[index.of(tag)] = value
		packed = rest
	}
}
