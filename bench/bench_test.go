package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary be the ready-made server too, as the program itself is.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == readyMade {
		exitOn(serveReadyMade(context.Background(), os.Args[2], os.Stdout))
		return
	}
	os.Exit(m.Run())
}

// briefly is long enough where no figure is wanted.
const briefly = 300 * time.Millisecond

func TestASmallRunFillsTheWholeTable(t *testing.T) {
	t.Parallel()
	var out, progress strings.Builder
	b := &bench{n: fewestCustomers, rounds: 1, dir: t.TempDir(), progress: &progress, outcomeTime: briefly}
	if err := b.run(t.Context(), &out); err != nil {
		t.Fatalf("%v\n%s", err, progress.String())
	}
	for _, measure := range []string{
		"page 1", "position at 1 %", "position at 50 %", "position at 99 %", "half of the rows", "1 % of the rows", "identity", "gzip",
		"full walk", "304", "memory", "import", "2,000 customers",
	} {
		if !strings.Contains(out.String(), measure) {
			t.Errorf("the table says nothing of %q:\n%s", measure, out.String())
		}
	}
	if strings.Contains(out.String(), "NaN") || strings.Contains(out.String(), "Inf") {
		t.Errorf("the table has figures that are none:\n%s", out.String())
	}
}

func TestTheGeneratedFileIsTheSameAtEachRun(t *testing.T) {
	t.Parallel()
	first, second := generated(t), generated(t)
	if !bytes.Equal(first, second) {
		t.Error("two runs differ")
	}
}

func TestTheGeneratedFileIsLikeTheSeed(t *testing.T) {
	t.Parallel()
	records, err := csv.NewReader(bytes.NewReader(generated(t))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	const standardColumns, customColumns = 6, 26
	if len(records) != 101 || len(records[0]) != standardColumns+customColumns {
		t.Fatalf("%d lines of %d columns", len(records), len(records[0]))
	}
	seen := map[string]bool{}
	filled := 0
	for _, record := range records[1:] {
		seen[record[0]] = true
		for _, value := range record[standardColumns:] {
			if value != "" {
				filled++
			}
		}
	}
	if len(seen) != 100 {
		t.Errorf("%d different customer ids, want 100", len(seen))
	}
	// In the seed's example 18 of 26 custom values are set.
	if mean := float64(filled) / 100; mean < 16 || mean > 20 {
		t.Errorf("%.1f custom values are set on average", mean)
	}
}

func generated(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "customers.csv")
	if err := writeCustomers(path, 100); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestHalfOfTheRowsAndEveryHundredthGoToTheirStates(t *testing.T) {
	t.Parallel()
	const rows = 100_000
	counts := map[string]int{}
	for place := range rows {
		counts[stateOf(place)]++
	}
	if counts[hundredthState] != rows/100 {
		t.Errorf("%d rows in %s", counts[hundredthState], hundredthState)
	}
	if half := counts[halfState]; half < rows*49/100 || half > rows*51/100 {
		t.Errorf("%d rows in %s", half, halfState)
	}
}

func TestARunOfTooFewCustomersIsRefused(t *testing.T) {
	t.Parallel()
	b := &bench{n: 10, rounds: 1, dir: t.TempDir(), progress: &strings.Builder{}}
	if err := b.run(t.Context(), &strings.Builder{}); err == nil || !strings.Contains(err.Error(), "-n must be") {
		t.Errorf("got %v", err)
	}
}
