package locale

import (
	"errors"
	"net/http"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"callflow"
)

// Reader is somebody who reads a page: in which language, in which colours, and in which zone their account lives.
type Reader struct {
	Language string // "en" or "nb"
	Theme    string // "light", "dark", or "" for what the system has
	printer  *message.Printer
	Zone     *time.Location
}

// The cookies that remember what a reader has chosen.
const (
	LanguageCookie = "language"
	ThemeCookie    = "theme"
)

// languages are what the console speaks, the first where a browser asks for none of them.
var languages = []language.Tag{language.English, language.MustParse("nb")}

var languageMatcher = language.NewMatcher(languages)

// KnownLanguage says whether pages can be read in a language.
func KnownLanguage(name string) bool { return name == "en" || name == "nb" }

// KnownTheme says whether there are such colours.
func KnownTheme(name string) bool { return name == "light" || name == "dark" || name == "system" }

// ReaderOf finds how somebody reads: as they said here, else as their browser says.
func ReaderOf(r *http.Request) Reader {
	_, index := language.MatchStrings(languageMatcher, r.Header.Get("Accept-Language"))
	if cookie, err := r.Cookie(LanguageCookie); err == nil && KnownLanguage(cookie.Value) {
		_, index, _ = languageMatcher.Match(language.MustParse(cookie.Value))
	}
	base, _ := languages[index].Base()
	read := ReaderIn(base.String())
	if cookie, err := r.Cookie(ThemeCookie); err == nil && KnownTheme(cookie.Value) && cookie.Value != "system" {
		read.Theme = cookie.Value
	}
	return read
}

// ReaderIn is somebody who reads a language, "en" or "nb", as nobody has chosen the rest.
func ReaderIn(name string) Reader {
	tag := language.MustParse(name)
	return Reader{Language: name, printer: message.NewPrinter(tag, message.Catalog(texts())), Zone: time.UTC}
}

// In is the reader with times in a zone.
func (r Reader) In(zone *time.Location) Reader {
	r.Zone = zone
	return r
}

// T is a text of the catalogue, by its English words, with the arguments in the reader's habits.
func (r Reader) T(text string, args ...any) string { return r.printer.Sprintf(text, args...) }

// Number writes a whole number with the language's separators.
func (r Reader) Number(n int64) string { return r.printer.Sprint(number.Decimal(n)) }

// Percent writes a share of 1 with one decimal.
func (r Reader) Percent(share float64) string {
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
func (r Reader) Moment(ms int64) string { return r.timeAs(ms, momentLayouts) }

// Clock writes the time of day alone.
func (r Reader) Clock(ms int64) string { return r.timeAs(ms, clockLayouts) }

func (r Reader) timeAs(ms int64, layouts map[string]string) string {
	if ms == 0 {
		return ""
	}
	return time.UnixMilli(ms).In(r.Zone).Format(layouts[r.Language])
}

// Machine writes a time as `datetime` attributes have it.
func (r Reader) Machine(ms int64) string { return time.UnixMilli(ms).In(r.Zone).Format(time.RFC3339) }

// Day writes a day that is kept as YYYY-MM-DD; what is none is written as it is.
func (r Reader) Day(day string) string { return r.dayAs(day, dayLayouts) }

// ShortDay writes a day without its year.
func (r Reader) ShortDay(day string) string { return r.dayAs(day, shortLayouts) }

func (r Reader) dayAs(day string, layouts map[string]string) string {
	at, err := time.Parse(callflow.DateLayout, day)
	if err != nil {
		return day
	}
	return at.Format(layouts[r.Language])
}

// Explain says what went wrong and what to do, in the reader's language where the catalogue has the words.
func (r Reader) Explain(err error) string {
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
