//go:build !unix

package sqlite

// logInUse is false: it can't be told here. What another process changes meanwhile is seen by the files' times.
func logInUse(string) bool { return false }
