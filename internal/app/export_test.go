package app

import (
	"context"

	"callflow/internal/heavy"
)

// HoldHeavyPlaces takes every place for heavy reads, until release is called.
func (a *App) HoldHeavyPlaces(ctx context.Context) (release func(), err error) {
	var all []func()
	release = func() {
		for _, one := range all {
			one()
		}
	}
	for user := 'a'; len(all) < heavy.AtOnce(); user++ {
		one, err := a.places.Take(ctx, string(user))
		if err != nil {
			return release, err
		}
		all = append(all, one)
	}
	return release, nil
}
