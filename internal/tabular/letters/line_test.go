package letters

import (
	"errors"
	"strings"
	"testing"

	"callflow/internal/tabular"
)

func TestLinesThatAreHeldAreKeptForOneMebibyteOnly(t *testing.T) {
	t.Parallel()
	lines := NewLineReader(strings.NewReader(strings.Repeat("2,Ola\n", 400_000)), &Coding{Name: tabular.UTF8}, '\n')
	lines.Hold()
	for {
		_, err := lines.Next()
		if errors.Is(err, ErrRowTooLong) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	lines.GoBack()
	count := 0
	for ; count < 400_000; count++ {
		if _, err := lines.Next(); err != nil {
			break
		}
	}
	if count != 400_000 {
		t.Errorf("%d lines come again", count)
	}
	if size := len(lines.buf); size > 2*maxRow {
		t.Errorf("the buffer grew to %d bytes", size)
	}
}
