package callflow

import (
	"encoding/binary"
	"encoding/json"
	"strconv"
	"strings"
)

// Value is the JSON text of one value (`"5555"`, `375`, `4.0`, `true`), as it
// will be sent. It is empty when the value is not set; the record shows `""` then.
type Value string

// TextValue is the value of a plain text.
func TextValue(s string) Value {
	if s == "" {
		return ""
	}
	return Value(AppendJSONString(nil, s))
}

// A packed value list is how values are stored: for each value that is set, a
// tag, a length (both unsigned varints) and its JSON text. Nothing has to be
// parsed to be sent, and what is not set takes no room.

// AppendPacked appends a value under its tag; a value that is not set appends nothing.
func AppendPacked[T ~string | ~[]byte](dst []byte, tag uint64, value T) []byte {
	if len(value) == 0 {
		return dst
	}
	dst = binary.AppendUvarint(dst, tag)
	dst = binary.AppendUvarint(dst, uint64(len(value)))
	return append(dst, value...)
}

// NextPacked cuts the first value off a packed list. ok is false at the end,
// and where the list is cut short.
func NextPacked(packed []byte) (tag uint64, value, rest []byte, ok bool) {
	if len(packed) > 2 && packed[0] < 0x80 && packed[1] < 0x80 && int(packed[1]) <= len(packed)-2 { // as nearly always
		end := 2 + int(packed[1])
		return uint64(packed[0]), packed[2:end:end], packed[end:], true
	}
	tag, n := binary.Uvarint(packed)
	if n <= 0 {
		return 0, nil, nil, false
	}
	size, m := binary.Uvarint(packed[n:])
	if m <= 0 || size > uint64(len(packed)-n-m) {
		return 0, nil, nil, false
	}
	start := n + m
	return tag, packed[start : start+int(size)], packed[start+int(size):], true
}

// FindPacked gives the value under a tag of a packed list, nil where it is not set.
func FindPacked(packed []byte, tag uint64) []byte {
	for {
		found, value, rest, ok := NextPacked(packed)
		if !ok {
			return nil
		}
		if found == tag {
			return value
		}
		packed = rest
	}
}

// IsText says whether the value is a text, as JSON has it, and no number, truth value or nothing.
func (v Value) IsText() bool { return v != "" && v[0] == '"' }

// Text is the string that a JSON string value stands for; other values give their JSON text.
func (v Value) Text() string {
	if v == "" || v[0] != '"' {
		return string(v)
	}
	if strings.IndexByte(string(v), '\\') < 0 {
		return string(v[1 : len(v)-1])
	}
	var s string
	if err := json.Unmarshal([]byte(v), &s); err != nil {
		return ""
	}
	return s
}

// number is the whole number that a value is, 0 for any other.
func (v Value) number() int64 {
	n, err := strconv.ParseInt(string(v), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
