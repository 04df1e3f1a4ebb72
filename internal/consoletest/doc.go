// Package consoletest holds no code, only tests of the console as people use it: a real browser on the real program. Nothing
// imports it.
package consoletest
