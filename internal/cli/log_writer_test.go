package cli

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// lineCounter counts how often it is written to.
type lineCounter struct {
	bytes.Buffer
	writes int
}

func (c *lineCounter) Write(p []byte) (int, error) {
	c.writes++
	return c.Buffer.Write(p)
}

func TestLinesOfTheLogAreWrittenTogetherAfterAMomentAndAllOfThem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out lineCounter
		log := newLogWriter(&out)
		for round := range 3 {
			var writers sync.WaitGroup
			for i := range 20 {
				writers.Go(func() { fmt.Fprintf(log, "line %d of round %d\n", i, round) })
			}
			writers.Wait()
			<-time.After(2 * logGather) // of the test's own clock
			synctest.Wait()
			if lines := strings.Count(out.String(), "\n"); lines != 20*(round+1) || out.writes != round+1 {
				t.Fatalf("%d lines in %d writes after round %d", lines, out.writes, round)
			}
		}
		fmt.Fprintln(log, "the last")
		log.Close()
		if !strings.HasSuffix(out.String(), "the last\n") {
			t.Error("closing loses what was gathered")
		}
		fmt.Fprintln(log, "afterwards")
		if !strings.HasSuffix(out.String(), "afterwards\n") {
			t.Error("a line after the closing waits")
		}
		fmt.Fprint(newLogWriter(&out), strings.Repeat("x", logRoom))
		if !strings.HasSuffix(out.String(), "xxx") {
			t.Error("what fills the room waits")
		}
	})
}
