package ui

import (
	"net/url"
	"strconv"

	"callflow/internal/console/locale"
)

// What was done a moment ago, texts of the catalogue that several pages say.
const (
	DoneUndo    = "The outcome was undone."
	DoneOutcome = "The outcome was registered."
	DoneNobody  = "Nobody can be called now."

	DoneMoved     = "%d customers were moved."
	DoneMovedBack = "%d customers were moved back."
	leftAlone     = "%d customers were left alone: something happened to them since."
)

// MovedTo is the call state in the address of the page after customers were moved, by its name.
const MovedTo = "into"

// doneTexts are what a page may say was done a moment ago.
var doneTexts = map[string]bool{
	"Created.": true, "Saved.": true, "Removed.": true, "The file is gone.": true, "The import is undone.": true, "The import is being undone.": true,
	"The customer was made.": true, "The customer was changed.": true, "The customer was anonymised.": true, "The customer was moved.": true,
	DoneUndo: true, "The customer was put into the campaign.": true, "The customer was taken out of the campaign.": true,
	DoneOutcome: true, "The customer was given back.": true, DoneNobody: true,
	"You have another password, and are signed out elsewhere.": true,
	"The user has another password.":                           true, "The user is switched on.": true, "The user is switched off, and signed out.": true,
}

// countedTexts are those of the counted texts that a page may say.
var countedTexts = map[string]bool{DoneMoved: true, DoneMovedBack: true, "%d customers were added.": true}

// doneText is what the address says was done a moment ago; "" where nothing was: nobody's link makes the page say something else.
func doneText(r locale.Reader, query url.Values) string {
	text := query.Get("done")
	if doneTexts[text] {
		return r.T(text)
	}
	count, err := strconv.Atoi(query.Get("count"))
	if !countedTexts[text] || err != nil || count < 0 {
		return ""
	}
	said := r.T(text, count)
	if left, err := strconv.Atoi(query.Get("left")); text == DoneMovedBack && err == nil && left > 0 {
		said += " " + r.T(leftAlone, left)
	}
	return said
}

// WithoutDone is the page's address, to come back to.
func WithoutDone(u *url.URL) string {
	query := u.Query()
	for _, said := range []string{"done", "of", "count", "left", "moved", MovedTo} {
		query.Del(said)
	}
	if len(query) == 0 {
		return u.EscapedPath()
	}
	return u.EscapedPath() + "?" + query.Encode()
}
