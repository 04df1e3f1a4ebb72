package console

import (
	"errors"
	"net/http"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"callflow"
)

// reader is somebody who reads a page: in which language, in which colours, and in which zone their account lives.
type reader struct {
	Language string // "en" or "nb"
	Theme    string // "light", "dark", or "" for what the system has
	printer  *message.Printer
	zone     *time.Location
}

const (
	languageCookie = "language"
	themeCookie    = "theme"
)

// languages are what the console speaks, the first where a browser asks for none of them.
var languages = []language.Tag{language.English, language.MustParse("nb")}

var languageMatcher = language.NewMatcher(languages)

func knownLanguage(name string) bool { return name == "en" || name == "nb" }

func knownTheme(name string) bool { return name == "light" || name == "dark" || name == "system" }

// readerOf finds how somebody reads: as they said here, else as their browser says.
func readerOf(r *http.Request) reader {
	_, index := language.MatchStrings(languageMatcher, r.Header.Get("Accept-Language"))
	if cookie, err := r.Cookie(languageCookie); err == nil && knownLanguage(cookie.Value) {
		_, index, _ = languageMatcher.Match(language.MustParse(cookie.Value))
	}
	base, _ := languages[index].Base()
	read := reader{Language: base.String(), printer: message.NewPrinter(languages[index], message.Catalog(texts)), zone: time.UTC}
	if cookie, err := r.Cookie(themeCookie); err == nil && knownTheme(cookie.Value) && cookie.Value != "system" {
		read.Theme = cookie.Value
	}
	return read
}

func (r reader) in(zone *time.Location) reader {
	r.zone = zone
	return r
}

// T is a text of the catalogue, by its English words, with the arguments in the reader's habits.
func (r reader) T(text string, args ...any) string { return r.printer.Sprintf(text, args...) }

// Number writes a whole number with the language's separators.
func (r reader) Number(n int64) string { return r.printer.Sprint(number.Decimal(n)) }

// Percent writes a share of 1 with one decimal.
func (r reader) Percent(share float64) string {
	return r.printer.Sprint(number.Percent(share, number.MinFractionDigits(1), number.MaxFractionDigits(1)))
}

// How times are written, by language.
var (
	momentLayouts = map[string]string{"en": "2 Jan 2006, 15:04", "nb": "02.01.2006 kl. 15.04"}
	dayLayouts    = map[string]string{"en": "2 Jan 2006", "nb": "02.01.2006"}
	shortLayouts  = map[string]string{"en": "2 Jan", "nb": "02.01."}
	clockLayouts  = map[string]string{"en": "15:04", "nb": "15.04"}
)

// Moment writes a time, milliseconds since 1970, in the account's zone; "" for 0.
func (r reader) Moment(ms int64) string { return r.timeAs(ms, momentLayouts) }

// Clock writes the time of day alone.
func (r reader) Clock(ms int64) string { return r.timeAs(ms, clockLayouts) }

func (r reader) timeAs(ms int64, layouts map[string]string) string {
	if ms == 0 {
		return ""
	}
	return time.UnixMilli(ms).In(r.zone).Format(layouts[r.Language])
}

// Machine writes a time as `datetime` attributes have it.
func (r reader) Machine(ms int64) string { return time.UnixMilli(ms).In(r.zone).Format(time.RFC3339) }

// Day writes a day that is kept as YYYY-MM-DD; what is none is written as it is.
func (r reader) Day(day string) string { return r.dayAs(day, dayLayouts) }

// ShortDay writes a day without its year.
func (r reader) ShortDay(day string) string { return r.dayAs(day, shortLayouts) }

func (r reader) dayAs(day string, layouts map[string]string) string {
	at, err := time.Parse(callflow.DateLayout, day)
	if err != nil {
		return day
	}
	return at.Format(layouts[r.Language])
}

// problem says what went wrong and what to do, in the reader's language where the catalogue has the words.
func (r reader) problem(err error) string {
	var e *callflow.Error
	if !errors.As(err, &e) {
		return r.Said(callflow.ErrorText(err))
	}
	text := r.Said(e.Message)
	if e.Fix != "" {
		text += " " + r.Said(e.Fix)
	}
	return text
}
