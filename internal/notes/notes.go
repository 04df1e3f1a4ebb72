// Package notes holds what an import tells of a file beside its counts: what was changed on the way in, and what was decided of a whole column.
// It has the words of each note, and no value of a customer. It may import profile alone.
package notes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"callflow/internal/profile"
)

// Note tells of something that was changed on the way in, or decided of a whole column. It holds no value of a customer.
type Note struct {
	Kind   string `json:"kind"`
	Column string `json:"column"` // "" where it is of the whole file
	Count  int64  `json:"count"`
	Lines  []int  `json:"lines"` // the first
	Detail string `json:"detail"`
	Text   string `json:"text"`
}

// The kinds of notes.
const (
	Blanks     = "blanks"
	Formula    = "formula"
	Apostrophe = "apostrophe"
	Nothing    = "nothing"
	Emptied    = "emptied"
	Whole      = "whole_number"
	Fraction   = "fraction_kept"
	Exponent   = "exponent"
	Cut        = "cut_kept"
	Decimals   = "decimals"
	Dates      = "dates"
	Signs      = "number_signs"
	ShortYears = "short_years"
	ZeroDates  = "zero_dates"
	Times      = "times"
	Booleans   = "booleans"
	Choices    = "choices"
	KeptText   = "kept_text"
	Phones     = "several_phones"
	PhonesKept = "several_phones_kept"
	Names      = "names_joined"
	NotOwn     = "not_own"
	Repeats    = "repeats"
	RepeatsOff = "repeats_unknown"
	NewIDs     = "ids_given"
	Matched    = "matched"
	NoName     = "without_name"
	NoNumber   = "without_number"
	NoNames    = "no_names"
	NoNumbers  = "no_numbers"
	Hidden     = "hidden_rows"
	HiddenSkip = "hidden_skipped"
	Merged     = "merged_cells"
	Sheets     = "sheets_not_read"
	ShortRows  = "short_rows"
	Percent    = "percent"
	Units      = "units"
	Above      = "above_headings"
	Rejected   = "rejected_rows"
	Doubled    = "encoded_twice"
	Letters    = "encoding_guessed"
	AsFirst    = "encoding_told"
	NotAsFirst = "encoding_changed"
	Quotes     = "typographic_quotes"
	Parts      = "letters_in_parts"
	Unread     = "unreadable_rows"
)

// Texts are what is said of each kind, with the column, the count and the detail.
var Texts = map[string]string{
	Blanks:                                 "%[1]s: blanks, or signs that nobody sees, were taken off %[2]d values.",
	Formula:                                "%[1]s: %[2]d values were written as a formula of a constant, and are taken without it.",
	Apostrophe:                             "%[1]s: an apostrophe that marks text was taken off %[2]d values.",
	Nothing:                                "%[1]s: %[2]d words for nothing, such as NULL or -, are taken as empty.",
	Emptied:                                "%[1]s: %[2]d stored values are emptied, since their rows have nothing there.",
	Whole:                                  "%[1]s: %[2]d numbers were written with .0 behind them, which is taken off.",
	Fraction:                               "%[1]s: %[2]d values end with .0, and others do not. They are kept as they are.",
	Exponent:                               "%[1]s: %[2]d numbers were written with an exponent, such as 9.1234567E7, and are taken with all their digits.",
	Cut:                                    "%[1]s: %[2]d values look like numbers that a spreadsheet has cut, such as 4,79E+09. They are kept as they are.",
	Decimals + " comma":                    "%[1]s: a comma stands before the decimals of its numbers.",
	Decimals + " point":                    "%[1]s: a point stands before the decimals of its numbers.",
	Dates + " dmy":                         "%[1]s: its dates are read with the day first.",
	Dates + " mdy":                         "%[1]s: its dates are read with the month first.",
	Dates + " ymd":                         "%[1]s: its dates are read with the year first.",
	Signs:                                  "%[1]s: blanks, a plus or zeros in front were taken off %[2]d numbers, or their minus became a plain one.",
	ShortYears:                             "%[1]s: %[2]d years have two digits: 00 to 49 are 2000 to 2049, and 50 to 99 are 1950 to 1999.",
	ZeroDates:                              "%[1]s: %[2]d dates of zeros are taken as empty.",
	Times:                                  "%[1]s: a time of midnight was taken off %[2]d dates.",
	Booleans:                               "%[1]s: %[2]d values are read as yes or no.",
	Choices:                                "%[1]s: %[2]d values are taken as the choice that they mean.",
	KeptText + " " + profile.KeptByHeading: "%[1]s stays text: it is called as what has no sums.",
	KeptText + " " + profile.KeptByZero:    "%[1]s stays text: a number there begins with a zero or a plus.",
	KeptText + " " + profile.KeptByWidth:   "%[1]s stays text: its numbers all have the same length, as codes do.",
	KeptText + " " + profile.KeptByLength:  "%[1]s stays text: a number there has more than 15 digits.",
	KeptText + " " + profile.KeptByMarks:   "%[1]s stays text: its numbers have commas and points before their decimals.",
	KeptText + " " + profile.KeptByWords:   "%[1]s stays text: most of its values are numbers, and others are not.",
	KeptText + " " + profile.KeptByOthers:  "%[1]s stays text: most of its values are dates, and others are not.",
	Phones:                                 "%[1]s: %[2]d cells have several telephone numbers, which fill those that are free.",
	PhonesKept:                             "%[1]s: %[2]d cells have more telephone numbers than there is room for. They are kept as they are.",
	Names:                                  "The name is joined from the columns %[3]s.",
	NotOwn:                                 "Columns of an export that are not the customer's own are left out: %[3]s.",
	Repeats + " last": "%[2]d rows name a customer that an earlier row names. " +
		"The last value of each counts, and empty cells wipe nothing.",
	Repeats + " first":  "%[2]d rows name a customer that an earlier row names, and are left out.",
	Repeats + " reject": "%[2]d rows name a customer that an earlier row names, and are rejected.",
	RepeatsOff:          "The file has more customers than can be compared: rows that name one again are not told behind %[2]d of them.",
	NewIDs:              "%[2]d rows without a customer's id get one of ours.",
	Matched:             "%[2]d rows are known by their telephone numbers or e-mails.",
	NoName:              "%[2]d rows give a customer without a name.",
	NoNumber:            "%[2]d rows give a customer without a telephone number that can be called.",
	NoNames:             "No column fills the name.",
	NoNumbers:           "No column fills a telephone number: customers that are new can't be called.",
	Hidden:              "%[2]d rows are hidden in the sheet, and are taken as others.",
	HiddenSkip:          "%[2]d rows are hidden in the sheet, and are left out.",
	Merged:              "The sheet has %[2]d merged cells (%[3]s): their value stands in the first cell alone.",
	Sheets:              "Sheets with rows that are not read: %[3]s.",
	ShortRows:           "%[2]d rows have fewer cells than there are columns: the last are taken as empty.",
	Percent: "%[1]s: %[2]d numbers are shown as per cent in the sheet, " +
		"and are taken as the numbers behind that: 0.25 for 25 %%.",
	Units:    "%[1]s: %[2]d numbers are shown with a currency or another unit in the sheet, which is left out.",
	Rejected: "The columns line and reason are those of a file of rejected rows, and are not imported.",
	Above:    "%[2]d rows above the headings are not read.",
	Doubled:  "%[2]d letters were encoded twice, as Ã¥ for å. They are kept as they are.",
	Quotes:   "Every value stands in typographic quotes, which are taken off.",
	Parts:    "%[2]d values had letters in parts, as a and a ring for å. They are written with whole letters.",
	Unread:   "%[2]d rows can't be read, and are rejected.",
	Letters:  "The file does not say how its letters are encoded. It is read as %[3]s, of which its words come.",
	AsFirst:  "The file tells that its rows were written in %[3]s, and is read so.",
	NotAsFirst: "The file tells that its rows were written in another encoding than %[3]s, as which it is read: it was saved so, " +
		"or that was said.",
}

// MostLines is how many lines a note tells.
const MostLines = 5

// Gatherer gathers what is told. It may be added to from several places at once.
type Gatherer struct {
	mu    sync.Mutex
	notes map[Subject]*Note
	order []Subject
}

// Column is a column of the file; nil stands for the whole file.
type Column interface {
	Placed() (place int, heading string)
}

// Subject is what one note is about: notes of the same are one.
type Subject struct {
	kind, detail string
	place        int
	heading      string // of the column at the place
}

// At tells of one row.
func (n *Gatherer) At(kind string, c Column, line int) { n.Put(Of(kind, c, ""), 1, line) }

// Add tells of a whole column, or of the file.
func (n *Gatherer) Add(kind string, c Column, count int64, detail string) {
	n.Put(Of(kind, c, detail), count)
}

// Of gives the subject of a note of a column.
func Of(kind string, c Column, detail string) Subject {
	key := Subject{kind: kind, detail: detail}
	if c != nil {
		key.place, key.heading = c.Placed()
	}
	return key
}

// TakeOver tells what was gathered on its own as well.
func (n *Gatherer) TakeOver(from *Gatherer) {
	for _, key := range from.order {
		n.Put(key, from.notes[key].Count, from.notes[key].Lines...)
	}
}

// Put adds to the note of a subject, with the lines of the file where it was met.
func (n *Gatherer) Put(key Subject, count int64, lines ...int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	note := n.notes[key]
	if note == nil {
		if n.notes == nil {
			n.notes = make(map[Subject]*Note)
		}
		note = &Note{Kind: key.kind, Detail: key.detail, Column: key.heading, Lines: []int{}}
		n.notes[key] = note
		n.order = append(n.order, key)
	}
	note.Count += count
	note.Lines = append(note.Lines, lines[:min(len(lines), MostLines-len(note.Lines))]...)
}

// Once tells of the whole file what may be found out many times.
func (n *Gatherer) Once(kind string, count int64) {
	n.Put(Of(kind, nil, ""), 0)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.notes[Of(kind, nil, "")].Count = count
}

// Clear forgets what was told: it is decided anew.
func (n *Gatherer) Clear() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.notes, n.order = nil, nil
}

// Told gives all notes so far, in the order in which they came.
func (n *Gatherer) Told() []Note {
	n.mu.Lock()
	defer n.mu.Unlock()
	told := make([]Note, len(n.order))
	for i, key := range n.order {
		told[i] = *n.notes[key]
		told[i].Lines = slices.Clone(told[i].Lines)
		told[i].Text = told[i].Say(fmt.Sprintf)
	}
	return told
}

// Say says the note in the words of say, which knows those of Texts.
func (n *Note) Say(say func(format string, args ...any) string) string {
	texts := Texts
	if n.Count == 1 {
		texts = TextsOfOne
	}
	format := cmp.Or(texts[n.Kind], texts[n.Kind+" "+n.Detail], Texts[n.Kind], Texts[n.Kind+" "+n.Detail])
	if !strings.Contains(format, "%[") {
		return say(format)
	}
	return say(format, n.Column, n.Count, n.Detail)
}
