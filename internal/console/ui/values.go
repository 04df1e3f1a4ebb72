package ui

import (
	"net/url"
	"strconv"
)

// Figure is a count with its name.
type Figure struct {
	Name  string
	Count int64
}

// FormID is the number of a form's value, 0 where it is none.
func FormID(values url.Values, name string) int64 {
	id, err := strconv.ParseInt(values.Get(name), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// NumberText writes a number as addresses have it.
func NumberText(n int64) string { return strconv.FormatInt(n, 10) }

// Shorten is the beginning of a text that is longer than some number of letters.
func Shorten(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}
