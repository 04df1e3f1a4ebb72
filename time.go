package callflow

import (
	"strconv"
	"time"
)

// DateLayout and MinuteLayout are how the record writes days and moments, in the account's zone.
const (
	DateLayout   = "2006-01-02"
	MinuteLayout = "2006-01-02 15:04"
)

// ValidDate says whether s is a day of the calendar as YYYY-MM-DD.
func ValidDate(s string) bool {
	_, err := time.Parse(DateLayout, s)
	return err == nil
}

// Clock formats moments in one zone. It remembers the zone's current offset, since
// looking it up costs more than the formatting. Not for concurrent use.
type Clock struct {
	location   *time.Location
	from, till int64 // seconds between which offset holds
	offset     int64
}

// NewClock is a clock of the zone.
func NewClock(location *time.Location) *Clock { return &Clock{location: location} }

// AppendMinute appends a moment, milliseconds since 1970, as YYYY-MM-DD HH:MM.
func (c *Clock) AppendMinute(dst []byte, ms int64) []byte {
	seconds := floorDiv(ms, 1000)
	if seconds < c.from || seconds >= c.till {
		c.lookUp(seconds)
	}
	minutes := floorDiv(seconds+c.offset, 60)
	days := floorDiv(minutes, 24*60)
	minutes -= days * 24 * 60
	year, month, day := civil(days)
	dst = appendPadded(dst, year, 4)
	dst = append(dst, '-')
	dst = appendPadded(dst, month, 2)
	dst = append(dst, '-')
	dst = appendPadded(dst, day, 2)
	dst = append(dst, ' ')
	dst = appendPadded(dst, minutes/60, 2)
	dst = append(dst, ':')
	return appendPadded(dst, minutes%60, 2)
}

func (c *Clock) lookUp(seconds int64) {
	t := time.Unix(seconds, 0).In(c.location)
	_, offset := t.Zone()
	c.offset = int64(offset)
	start, end := t.ZoneBounds()
	c.from, c.till = -1<<62, 1<<62
	if !start.IsZero() {
		c.from = start.Unix()
	}
	if !end.IsZero() {
		c.till = end.Unix()
	}
}

// civil turns days since 1970-01-01 into a date of the Gregorian calendar, counting
// from March so that the leap day comes last.
func civil(days int64) (year, month, day int64) {
	days += 719468 // days from 0000-03-01 to 1970-01-01
	era := floorDiv(days, 146097)
	ofEra := days - era*146097
	yearOfEra := (ofEra - ofEra/1460 + ofEra/36524 - ofEra/146096) / 365
	ofYear := ofEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	fromMarch := (5*ofYear + 2) / 153
	day = ofYear - (153*fromMarch+2)/5 + 1
	month = fromMarch + 3
	if month > 12 {
		month -= 12
	}
	year = yearOfEra + era*400
	if month <= 2 {
		year++
	}
	return year, month, day
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// appendPadded appends a number that is not negative with at least width digits.
func appendPadded(dst []byte, n int64, width int) []byte {
	start := len(dst)
	for ; width > 1 && n < powersOfTen[width-1]; width-- {
		dst = append(dst, '0')
	}
	if n < 0 {
		return dst[:start]
	}
	return strconv.AppendInt(dst, n, 10)
}

var powersOfTen = [...]int64{1, 10, 100, 1000}

// ParseMoment reads a time as callers write it (contract, section 5): RFC 3339 with an
// offset, or YYYY-MM-DD HH:MM in the account's zone. It gives milliseconds since 1970. A time
// that the zone's clocks skip, or show twice, is refused: which moment is meant is for the caller to say.
func ParseMoment(text string, location *time.Location) (int64, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return inRange(t)
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return 0, &Error{
				Code: Invalid, Message: "has no offset from UTC.",
				Fix: "Write it as " + t.Format(MinuteLayout) + " in the account's zone, or with its offset as " + t.Format("2006-01-02T15:04:05") + "+01:00.",
			}
		}
	}
	t, err := time.ParseInLocation(MinuteLayout, text, location)
	if err != nil || len(text) != len(MinuteLayout) {
		return 0, &Error{Code: Invalid, Message: "must be a time as 2026-11-24 10:30 in the account's zone, or as 2026-11-24T10:30:00+01:00."}
	}
	if t.Format(MinuteLayout) != text {
		message := text + " does not exist in " + location.String() + ": the clocks are put forward then."
		return 0, &Error{Code: Invalid, Message: message, Fix: "Give another time, or one with its offset."}
	}
	if first, second, twice := bothMoments(t); twice {
		return 0, &Error{
			Code: Invalid, Message: text + " comes twice in " + location.String() + ": the clocks are put back then.",
			Fix: "Write which one is meant, " + first.Format(time.RFC3339) + " or " + second.Format(time.RFC3339) + ", or give a time outside that hour.",
		}
	}
	return inRange(t)
}

// bothMoments gives the two moments at which a zone's clocks show the same time, where they are put back over it.
func bothMoments(t time.Time) (first, second time.Time, twice bool) {
	_, offset := t.Zone()
	start, end := t.ZoneBounds()
	for _, change := range []time.Time{start, end} { // the offset on the other side of the nearest changes
		if change.IsZero() {
			continue
		}
		other := change
		if change.Equal(start) {
			other = change.Add(-time.Second)
		}
		_, otherOffset := other.Zone()
		same := t.Add(time.Duration(offset-otherOffset) * time.Second)
		if !same.Equal(t) && same.Format(MinuteLayout) == t.Format(MinuteLayout) {
			if same.Before(t) {
				return same, t, true
			}
			return t, same, true
		}
	}
	return t, t, false
}

// inRange refuses times before 1970, of which the first stands for none.
func inRange(t time.Time) (int64, error) {
	if t.UnixMilli() <= 0 {
		return 0, &Error{Code: Invalid, Message: "must be a time after 1970."}
	}
	return t.UnixMilli(), nil
}

// FormatMoment writes a time to the second with its offset (RFC 3339), in the account's zone.
func FormatMoment(ms int64, location *time.Location) string {
	return time.UnixMilli(ms).In(location).Format(time.RFC3339)
}
