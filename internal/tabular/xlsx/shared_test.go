package xlsx

import (
	"fmt"
	"strings"
	"testing"
)

func TestTextsBeyondMemoryComeBackFromTheFile(t *testing.T) {
	t.Parallel()
	var texts sharedTexts
	const number = 60_000
	long := strings.Repeat("Å", 250)
	for i := range number {
		if err := texts.add(fmt.Appendf(nil, "%d %s", i, long)); err != nil {
			t.Fatal(err)
		}
	}
	if texts.file == nil {
		t.Fatal("nothing went to the file")
	}
	for i := range 2 * number {
		at := (i * 7919) % number
		if got, err := texts.at(at); err != nil || got != fmt.Sprintf("%d %s", at, long) {
			t.Fatalf("text %d is %.20q %v", at, got, err)
		}
		if texts.keeping > mostKept {
			t.Fatalf("%d bytes are kept", texts.keeping)
		}
	}
	if err := texts.close(); err != nil {
		t.Error(err)
	}
}
