package app

import (
	"context"
	"sync/atomic"
)

// HoldHeavyPlaces takes every place for heavy reads, until release is called.
func (a *App) HoldHeavyPlaces(ctx context.Context) (release func(), err error) {
	var all []func()
	release = func() {
		for _, one := range all {
			one()
		}
	}
	for user := 'a'; len(all) < heavyAtOnce(); user++ {
		one, err := a.places.heavy.Take(ctx, string(user))
		if err != nil {
			return release, err
		}
		all = append(all, one)
	}
	return release, nil
}

// CountHashes counts in hashes each hash of a password that is computed from now on. Nobody else may use the App meanwhile.
func (a *App) CountHashes(hashes *atomic.Int64) {
	matches := a.passwords.matches
	a.passwords.matches = func(hash, password string) bool {
		hashes.Add(1)
		return matches(hash, password)
	}
}
