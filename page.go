package callflow

import "strconv"

// Sizes of a page (contract, section 3).
const (
	DefaultPageSize = 500
	MaxPageSize     = 5000
)

// Page is which part of a list is wanted. With a Cursor the rows follow the
// cursor and Number only counts; without one the page is found by position.
type Page struct {
	Number int64 // from 1
	Last   bool  // the last page, whatever its number
	Size   int
	Cursor *Cursor
}

// ErrInvalidPage is the answer for a page that is not there.
func ErrInvalidPage() *Error { return &Error{Code: NotFound, Message: "Invalid page."} }

// ParsePage reads the `page` parameter: a number from 1, or `last`.
func ParsePage(text string) (number int64, last bool, err error) {
	if text == "last" {
		return 0, true, nil
	}
	number, parseError := strconv.ParseInt(text, 10, 64)
	if parseError != nil || number < 1 || number > 1<<53 || text[0] == '+' {
		return 0, false, ErrInvalidPage()
	}
	return number, false, nil
}

// Position is a place in a list: lists are ordered by campaign, then by the
// customer's number. A customer list has campaign 0.
type Position struct {
	CampaignID int64
	Number     int64
}

// PageCount is how many pages a list of count rows has: an empty list has one.
func PageCount(count int64, size int) int64 {
	return max(1, (count+int64(size)-1)/int64(size))
}
