package callflow

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
)

// Cursor is a place between two rows of one list. It names a row that stood
// there, not a count of rows, so nothing that is written moves it.
type Cursor struct {
	Position
	Key      string // what else the row's place goes by, where the list has an order of its own
	Backward bool   // the page ends before the position; else it begins after it
	Epoch    int64  // of the account, when it was made
}

// cursorSum is how many bytes of the signature a cursor carries.
const cursorSum = 8

// ErrInvalidCursor is the answer for a cursor that callflow did not make, or made for another list.
func ErrInvalidCursor() *Error { return &Error{Code: NotFound, Message: "Invalid cursor."} }

// Encode makes the opaque text of a cursor. It is signed with the account's
// secret for one list, named by whatever decides which rows the list has.
func (c Cursor) Encode(secret []byte, list string) string {
	raw := make([]byte, 0, 32)
	kind := byte('f')
	if c.Backward {
		kind = 'b'
	}
	if c.Epoch == 0 {
		raw = append(raw, kind)
	} else {
		raw = binary.AppendVarint(append(raw, kind-'a'+'A'), c.Epoch)
	}
	raw = binary.AppendVarint(raw, c.CampaignID)
	raw = binary.AppendVarint(raw, c.Number)
	raw = append(raw, c.Key...)
	raw = append(raw, cursorSignature(secret, list, raw)...)
	return base64.RawURLEncoding.EncodeToString(raw)
}

// DecodeCursor reads a cursor back. Whatever Encode did not make for the same
// account and list is ErrInvalidCursor.
func DecodeCursor(secret []byte, list, text string) (*Cursor, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) < 3+cursorSum {
		return nil, ErrInvalidCursor()
	}
	body, sum := raw[:len(raw)-cursorSum], raw[len(raw)-cursorSum:]
	if subtle.ConstantTimeCompare(sum, cursorSignature(secret, list, body)) != 1 {
		return nil, ErrInvalidCursor()
	}
	c := &Cursor{Backward: body[0] == 'b' || body[0] == 'B'}
	body, withEpoch := body[1:], body[0] < 'a'
	if withEpoch {
		epoch, n := binary.Varint(body)
		if n <= 0 {
			return nil, ErrInvalidCursor()
		}
		c.Epoch, body = epoch, body[n:]
	}
	campaign, n := binary.Varint(body)
	if n <= 0 {
		return nil, ErrInvalidCursor()
	}
	number, m := binary.Varint(body[n:])
	if m <= 0 {
		return nil, ErrInvalidCursor()
	}
	c.CampaignID, c.Number, c.Key = campaign, number, string(body[n+m:])
	return c, nil
}

func cursorSignature(secret []byte, list string, body []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(list))
	mac.Write([]byte{0})
	mac.Write(body)
	return mac.Sum(nil)[:cursorSum]
}
