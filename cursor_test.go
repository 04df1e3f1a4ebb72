package callflow

import (
	"testing"
)

var cursorSecret = []byte("thirty-two bytes that are secret")

func TestACursorIsGoodForItsOwnListAndAccountAlone(t *testing.T) {
	t.Parallel()
	for _, cursor := range []Cursor{
		{Position: Position{CampaignID: 998, Number: 15516}},
		{Position: Position{CampaignID: 1, Number: 1}, Backward: true},
		{Position: Position{Number: 1<<62 - 1}},
		{},
	} {
		text := cursor.Encode(cursorSecret, "list")
		read, err := DecodeCursor(cursorSecret, "list", text)
		if err != nil || *read != cursor {
			t.Errorf("%+v is read back as %+v: %v", cursor, read, err)
		}
		if _, err := DecodeCursor(cursorSecret, "another list", text); ErrorCode(err) != NotFound {
			t.Errorf("another list took the cursor: %v", err)
		}
		if _, err := DecodeCursor([]byte("another secret"), "list", text); ErrorCode(err) != NotFound {
			t.Errorf("another account took the cursor: %v", err)
		}
	}
}

func FuzzDecodeCursor(f *testing.F) {
	made := Cursor{Position: Position{CampaignID: 998, Number: 7}}.Encode(cursorSecret, "list")
	f.Add(made, 0, byte(0))
	f.Add("", 0, byte(1))
	f.Add("AAAAAAAAAAAAAAAAAAAA", 3, byte(7))
	f.Fuzz(func(t *testing.T, text string, at int, by byte) {
		if read, err := DecodeCursor(cursorSecret, "list", text); err == nil && read.Encode(cursorSecret, "list") != text {
			t.Errorf("%q was taken as %+v, which is written otherwise", text, read)
		}
		tampered := []byte(made)
		if by == 0 || at < 0 {
			return
		}
		tampered[at%len(tampered)] ^= by
		if _, err := DecodeCursor(cursorSecret, "list", string(tampered)); err == nil {
			t.Errorf("%q was taken", tampered)
		} else if ErrorText(err) != "Invalid cursor." {
			t.Errorf("the refusal is %v", err)
		}
	})
}
