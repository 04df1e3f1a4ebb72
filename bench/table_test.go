package main

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestTheTableShowsFigureRatioBarAndVerdict(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	err := writeTable(&out, headings("callflow", "ready-made"), []row{
		againstReady("pages", "pages", []float64{0.00025, 0.001}, atLeast(20)),
		againstFirst("page at 1 %", []float64{0.0002, 0.001, 0.0002, 0.0015}, 2, atMost(1.3)),
		{measure: "walk", figure: perSecond(1.0/1_234_567, "records"), wanted: atLeast(200_000), note: "all"},
		{measure: "page 1", figure: milliseconds(0.001)},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `
| measure     | callflow                | ready-made    | ratio              | wanted                      | met    |
|-------------|-------------------------|---------------|--------------------|-----------------------------|--------|
| pages       | 1,000 pages/s           | 4,000 pages/s | 25.0 % of ready-made | at least 20 % of ready-made | yes    |
| page at 1 % | 1.50 ms                 | 0.20 ms       | 1.50 × page 1      | at most 1.3 × page 1        | **no** |
| walk        | 1,234,567 records/s (all) | –             | –                  | at least 200,000 records/s  | yes    |
| page 1      | 1.00 ms                 | –             | –                  | –                           |        |
`
	if withoutPadding(out.String()) != withoutPadding(want) {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
	widths := map[int]bool{}
	for line := range strings.Lines(out.String()) {
		widths[len([]rune(line))] = true
	}
	if len(widths) != 1 {
		t.Errorf("the lines are not equally wide:\n%s", out.String())
	}
}

// withoutPadding leaves one space or dash where several stand.
func withoutPadding(table string) string {
	for _, repeated := range []string{" ", "-"} {
		for strings.Contains(table, repeated+repeated) {
			table = strings.ReplaceAll(table, repeated+repeated, repeated)
		}
	}
	return strings.TrimSpace(table)
}

func TestABarIsMetAtItsLimit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		bar   bar
		value float64
		want  string
	}{
		"above the least":    {atLeast(60), 61, "yes"},
		"at the least":       {atLeast(60), 60, "yes"},
		"below the least":    {atLeast(60), 59, "**no**"},
		"below the most":     {atMost(300), 1, "yes"},
		"at the most":        {atMost(300), 300, "yes"},
		"above the most":     {atMost(300), 301, "**no**"},
		"nothing was wanted": {bar{}, 5, ""},
	} {
		if got := c.bar.verdict(quantity{value: c.value}); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestThousandsAreSeparated(t *testing.T) {
	t.Parallel()
	for digits, want := range map[string]string{
		"0": "0", "999": "999", "1000": "1,000", "1234567.89": "1,234,567.89", "-1234": "-1,234", "-123": "-123", "0.25": "0.25",
	} {
		if got := thousands(digits); got != want {
			t.Errorf("%s became %s, want %s", digits, got, want)
		}
	}
}

func TestTheMedianIsTheMiddle(t *testing.T) {
	t.Parallel()
	for want, values := range map[float64][]float64{3: {9, 3, 1}, 2.5: {4, 1, 2, 3}, 7: {7}} {
		if got := median(values); got != want {
			t.Errorf("the median of %v is %v, want %v", values, got, want)
		}
	}
}

func TestTheSidesTakeTurnsAndCountOn(t *testing.T) {
	t.Parallel()
	var calls []string
	note := func(name string, times int) side {
		return side{name, times, func(i int) error {
			calls = append(calls, name+string(rune('0'+i)))
			return nil
		}}
	}
	seconds, err := takeTurns(t.Context(), 1, []side{note("a", 1), note("b", 2)})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(calls, " "); got != "a0 b0 b1 a1 b2 b3" {
		t.Errorf("the calls were %s", got)
	}
	if len(seconds) != 2 {
		t.Errorf("got %d figures", len(seconds))
	}
}

func TestTheTurnsEndWithTheFirstFailure(t *testing.T) {
	t.Parallel()
	failure := errors.New("refused")
	_, err := takeTurns(t.Context(), 3, []side{{"a", 1, func(int) error { return failure }}})
	if !errors.Is(err, failure) || !strings.HasPrefix(err.Error(), "a: ") {
		t.Errorf("got %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := takeTurns(stopped, 3, []side{{"a", 1, func(int) error { return nil }}}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
