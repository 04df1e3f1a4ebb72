package db

import "context"

// MostLasting is how many reads may last at a time.
const MostLasting = 16

type lastingKey struct{}

// Lasting marks a read that may last for as long as somebody takes to receive what it gives: many of them leave room for the
// reads that are over at once.
func Lasting(ctx context.Context) context.Context { return context.WithValue(ctx, lastingKey{}, true) }

// IsLasting says whether a read is marked so.
func IsLasting(ctx context.Context) bool {
	lasting, _ := ctx.Value(lastingKey{}).(bool)
	return lasting
}
