package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// side is one of those that are compared: what it does once, and how often it does that in a round.
type side struct {
	name  string
	times int
	once  func(i int) error // i counts over all rounds, so that it can ask for something new each time
}

// takeTurns lets the sides work in turn, round after round, so that whatever else the machine does
// meets all of them alike. It gives for each side the median of its rounds, in seconds for one time.
// A first round warms up and is not counted.
func takeTurns(ctx context.Context, rounds int, sides []side) ([]float64, error) {
	figures := make([][]float64, len(sides))
	for round := range rounds + 1 {
		for i := range sides {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			seconds, err := sides[i].work(round)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", sides[i].name, err)
			}
			if round > 0 {
				figures[i] = append(figures[i], seconds)
			}
		}
	}
	medians := make([]float64, len(sides))
	for i := range figures {
		medians[i] = median(figures[i])
	}
	return medians, nil
}

// takeTurnsAtRates is takeTurns for sides that tell themselves how much a second they did: it gives the median of each.
func takeTurnsAtRates(rounds int, sides ...func() (float64, error)) ([]float64, error) {
	figures := make([][]float64, len(sides))
	for round := range rounds + 1 {
		for i, work := range sides {
			perSecond, err := work()
			if err != nil {
				return nil, err
			}
			if round > 0 {
				figures[i] = append(figures[i], perSecond)
			}
		}
	}
	medians := make([]float64, len(sides))
	for i := range figures {
		medians[i] = median(figures[i])
	}
	return medians, nil
}

// work does one round, and gives the seconds that one time took.
func (s *side) work(round int) (float64, error) {
	started := time.Now()
	for i := range s.times {
		if err := s.once(round*s.times + i); err != nil {
			return 0, err
		}
	}
	return time.Since(started).Seconds() / float64(s.times), nil
}

// median gives the middle of the values, which must not be none.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
