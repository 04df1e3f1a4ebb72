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

// CustomerPath is where a customer's page is. The id may hold any character, so it stands in the query.
func CustomerPath(assignmentID int64, customerID string) string {
	return "/assignments/" + NumberText(assignmentID) + "/customer?id=" + url.QueryEscape(customerID)
}

// ActiveFirst compares for a sort whether two things are active: what is comes before what is not.
func ActiveFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// SkipReasons are the reasons for which a customer is given back: of each word of the verbs, the text of the catalogue.
var SkipReasons = map[string]string{
	"language": "Another language is needed", "known_to_agent": "The agent knows the customer", "conflict": "A conflict of interest",
	"needs_another_agent": "Another agent is needed", "technical": "Something technical fails", "other": "Another reason",
}
