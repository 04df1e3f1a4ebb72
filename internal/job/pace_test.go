package job

import (
	"testing"
	"time"
)

func TestAChunkIsSizedByHowLongTheOneBeforeTook(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		each        time.Duration // that a piece takes
		least, most int           // the size that chunks come to
	}{
		"quick pieces":              {100 * time.Microsecond, 299, 300},
		"slow pieces":               {10 * time.Millisecond, 3, 3},
		"one is longer than wanted": {time.Second, 1, 1},
		"pieces of no time":         {0, mostPieces, mostPieces},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPace()
			for range 20 {
				before := p.pieces
				p.took(time.Duration(before) * c.each)
				if p.pieces > mostGrowth*before {
					t.Fatalf("a chunk of %d follows one of %d", p.pieces, before)
				}
			}
			if p.pieces < c.least || p.pieces > c.most {
				t.Errorf("chunks come to %d pieces, want %d to %d", p.pieces, c.least, c.most)
			}
			if p.rest() < leastRest {
				t.Errorf("others have %s", p.rest())
			}
		})
	}
}
