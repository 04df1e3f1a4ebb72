package wire

import "testing"

func TestHalfASignThatJSONWritesAsTwoEscapesIsRefused(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		`{"comment":"half \ud83d"}`: 17, `{"comment":"\ude00"}`: 12, `{"comment":"\ud83d\ud83d\ude00"}`: 12, `{"\uD800":1}`: 2,
		`{"comment":"whole \ud83d\ude00 \uD83D\uDE00"}`: -1, `{"comment":"\\ud83d \u00e6 \ufffd \n"}`: -1,
	} {
		if got := halfEscape([]byte(body)); got != want {
			t.Errorf("%s: %d, want %d", body, got, want)
		}
		if _, err := ParseObject([]byte(body)); (err != nil) != (want >= 0) {
			t.Errorf("%s: %v", body, err)
		}
	}
}
