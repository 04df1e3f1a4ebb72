// Package layering holds no code, only tests of the project's own shape: which package may import which,
// how long a file may grow, and that no file names the machine it was written on.
// The rules are those of docs/architecture.md. Nothing imports it.
package layering
