package sqlite

import "context"

type existingKey struct{}

// Existing has Open refuse an SQLite file that is not there, which it makes otherwise.
func Existing(ctx context.Context) context.Context {
	return context.WithValue(ctx, existingKey{}, true)
}

func mustExist(ctx context.Context) bool {
	existing, _ := ctx.Value(existingKey{}).(bool)
	return existing
}
