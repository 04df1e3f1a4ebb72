package sqlite

import "context"

type reversedKey struct{}

// Reversed has SQLite give rows that no statement orders the other way around, on every connection of a database that is opened with it.
// It is for tests: no answer may depend on the order that SQLite happens to read in.
func Reversed(ctx context.Context) context.Context {
	return context.WithValue(ctx, reversedKey{}, true)
}

// pragmasOf are those of every connection of a database.
func pragmasOf(ctx context.Context) []string {
	reversed, _ := ctx.Value(reversedKey{}).(bool)
	if reversed {
		return append(pragmas[:len(pragmas):len(pragmas)], "PRAGMA reverse_unordered_selects = ON")
	}
	return pragmas
}
