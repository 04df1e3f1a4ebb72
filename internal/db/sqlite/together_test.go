package sqlite

import (
	"path/filepath"
	"strconv"
	"sync"
	"testing"
)

func TestWhoeverOpensANewFileTogetherWithOthersWaitsForThem(t *testing.T) {
	t.Parallel()
	const rounds, together = 100, 10
	folder := t.TempDir()
	for round := range rounds {
		var begin, opened sync.WaitGroup
		begin.Add(1)
		for range together {
			opened.Go(func() {
				begin.Wait()
				d, err := Open(t.Context(), filepath.Join(folder, strconv.Itoa(round)))
				if err == nil {
					err = d.Close()
				}
				if err != nil {
					t.Errorf("in round %d: %v", round, err)
				}
			})
		}
		begin.Done()
		opened.Wait()
	}
}
