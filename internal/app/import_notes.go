package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// ImportNote tells of something that was changed on the way in, or decided of a whole column. It holds no value of a customer.
type ImportNote struct {
	Kind   string `json:"kind"`
	Column string `json:"column"` // "" where it is of the whole file
	Count  int64  `json:"count"`
	Lines  []int  `json:"lines"` // the first
	Detail string `json:"detail"`
	Text   string `json:"text"`
}

// The kinds of notes.
const (
	noteBlanks     = "blanks"
	noteFormula    = "formula"
	noteApostrophe = "apostrophe"
	noteNothing    = "nothing"
	noteEmptied    = "emptied"
	noteWhole      = "whole_number"
	noteFraction   = "fraction_kept"
	noteExponent   = "exponent"
	noteCut        = "cut_kept"
	noteDecimals   = "decimals"
	noteDates      = "dates"
	noteSigns      = "number_signs"
	noteShortYears = "short_years"
	noteZeroDates  = "zero_dates"
	noteTimes      = "times"
	noteBooleans   = "booleans"
	noteChoices    = "choices"
	noteKeptText   = "kept_text"
	notePhones     = "several_phones"
	notePhonesKept = "several_phones_kept"
	noteNames      = "names_joined"
	noteNotOwn     = "not_own"
	noteRepeats    = "repeats"
	noteRepeatsOff = "repeats_unknown"
	noteNewIDs     = "ids_given"
	noteMatched    = "matched"
	noteNoName     = "without_name"
	noteNoNumber   = "without_number"
	noteNoNames    = "no_names"
	noteNoNumbers  = "no_numbers"
	noteHidden     = "hidden_rows"
	noteHiddenSkip = "hidden_skipped"
	noteMerged     = "merged_cells"
	noteSheets     = "sheets_not_read"
	noteShortRows  = "short_rows"
	notePercent    = "percent"
	noteUnits      = "units"
	noteAbove      = "above_headings"
	noteRejected   = "rejected_rows"
	noteDoubled    = "encoded_twice"
	noteLetters    = "encoding_guessed"
	noteAsFirst    = "encoding_told"
	noteNotAsFirst = "encoding_changed"
	noteQuotes     = "typographic_quotes"
	noteParts      = "letters_in_parts"
	noteUnread     = "unreadable_rows"
)

// NoteTexts are what is said of each kind, with the column, the count and the detail.
var NoteTexts = map[string]string{
	noteBlanks:                         "%[1]s: blanks, or signs that nobody sees, were taken off %[2]d values.",
	noteFormula:                        "%[1]s: %[2]d values were written as a formula of a constant, and are taken without it.",
	noteApostrophe:                     "%[1]s: an apostrophe that marks text was taken off %[2]d values.",
	noteNothing:                        "%[1]s: %[2]d words for nothing, such as NULL or -, are taken as empty.",
	noteEmptied:                        "%[1]s: %[2]d stored values are emptied, since their rows have nothing there.",
	noteWhole:                          "%[1]s: %[2]d numbers were written with .0 behind them, which is taken off.",
	noteFraction:                       "%[1]s: %[2]d values end with .0, and others do not. They are kept as they are.",
	noteExponent:                       "%[1]s: %[2]d numbers were written with an exponent, such as 9.1234567E7, and are taken with all their digits.",
	noteCut:                            "%[1]s: %[2]d values look like numbers that a spreadsheet has cut, such as 4,79E+09. They are kept as they are.",
	noteDecimals + " comma":            "%[1]s: a comma stands before the decimals of its numbers.",
	noteDecimals + " point":            "%[1]s: a point stands before the decimals of its numbers.",
	noteDates + " dmy":                 "%[1]s: its dates are read with the day first.",
	noteDates + " mdy":                 "%[1]s: its dates are read with the month first.",
	noteDates + " ymd":                 "%[1]s: its dates are read with the year first.",
	noteSigns:                          "%[1]s: blanks, a plus or zeros in front were taken off %[2]d numbers, or their minus became a plain one.",
	noteShortYears:                     "%[1]s: %[2]d years have two digits: 00 to 49 are 2000 to 2049, and 50 to 99 are 1950 to 1999.",
	noteZeroDates:                      "%[1]s: %[2]d dates of zeros are taken as empty.",
	noteTimes:                          "%[1]s: a time of midnight was taken off %[2]d dates.",
	noteBooleans:                       "%[1]s: %[2]d values are read as yes or no.",
	noteChoices:                        "%[1]s: %[2]d values are taken as the choice that they mean.",
	noteKeptText + " " + keptByHeading: "%[1]s stays text: it is called as what has no sums.",
	noteKeptText + " " + keptByZero:    "%[1]s stays text: a number there begins with a zero or a plus.",
	noteKeptText + " " + keptByWidth:   "%[1]s stays text: its numbers all have the same length, as codes do.",
	noteKeptText + " " + keptByLength:  "%[1]s stays text: a number there has more than 15 digits.",
	noteKeptText + " " + keptByMarks:   "%[1]s stays text: its numbers have commas and points before their decimals.",
	noteKeptText + " " + keptByWords:   "%[1]s stays text: most of its values are numbers, and others are not.",
	noteKeptText + " " + keptByOthers:  "%[1]s stays text: most of its values are dates, and others are not.",
	notePhones:                         "%[1]s: %[2]d cells have several telephone numbers, which fill those that are free.",
	notePhonesKept:                     "%[1]s: %[2]d cells have more telephone numbers than there is room for. They are kept as they are.",
	noteNames:                          "The name is joined from the columns %[3]s.",
	noteNotOwn:                         "Columns of an export that are not the customer's own are left out: %[3]s.",
	noteRepeats + " last":              "%[2]d rows name a customer that an earlier row names. The last value of each counts, and empty cells wipe nothing.",
	noteRepeats + " first":             "%[2]d rows name a customer that an earlier row names, and are left out.",
	noteRepeats + " reject":            "%[2]d rows name a customer that an earlier row names, and are rejected.",
	noteRepeatsOff:                     "The file has more customers than can be compared: rows that name one again are not told behind %[2]d of them.",
	noteNewIDs:                         "%[2]d rows without a customer's id get one of ours.",
	noteMatched:                        "%[2]d rows are known by their telephone numbers or e-mails.",
	noteNoName:                         "%[2]d rows give a customer without a name.",
	noteNoNumber:                       "%[2]d rows give a customer without a telephone number that can be called.",
	noteNoNames:                        "No column fills the name.",
	noteNoNumbers:                      "No column fills a telephone number: customers that are new can't be called.",
	noteHidden:                         "%[2]d rows are hidden in the sheet, and are taken as others.",
	noteHiddenSkip:                     "%[2]d rows are hidden in the sheet, and are left out.",
	noteMerged:                         "The sheet has %[2]d merged cells (%[3]s): their value stands in the first cell alone.",
	noteSheets:                         "Sheets with rows that are not read: %[3]s.",
	noteShortRows:                      "%[2]d rows have fewer cells than there are columns: the last are taken as empty.",
	notePercent:                        "%[1]s: %[2]d numbers are shown as per cent in the sheet, and are taken as the numbers behind that: 0.25 for 25 %%.",
	noteUnits:                          "%[1]s: %[2]d numbers are shown with a currency or another unit in the sheet, which is left out.",
	noteRejected:                       "The columns line and reason are those of a file of rejected rows, and are not imported.",
	noteAbove:                          "%[2]d rows above the headings are not read.",
	noteDoubled:                        "%[2]d letters were encoded twice, as Ã¥ for å. They are kept as they are.",
	noteQuotes:                         "Every value stands in typographic quotes, which are taken off.",
	noteParts:                          "%[2]d values had letters in parts, as a and a ring for å. They are written with whole letters.",
	noteUnread:                         "%[2]d rows can't be read, and are rejected.",
	noteLetters:                        "The file does not say how its letters are encoded. It is read as %[3]s, of which its words come.",
	noteAsFirst:                        "The file tells that its rows were written in %[3]s, and is read so.",
	noteNotAsFirst: "The file tells that its rows were written in another encoding than %[3]s, as which it is read: it was saved so, " +
		"or that was said.",
}

// linesOfNote is how many lines a note tells.
const linesOfNote = 5

// importNotes gathers what is told. It may be added to from several places at once.
type importNotes struct {
	mu    sync.Mutex
	notes map[noteKey]*ImportNote
	order []noteKey
}

type noteKey struct {
	kind, detail string
	place        int
	heading      string // of the column at the place
}

// at tells of one row.
func (n *importNotes) at(kind string, c *column, line int) { n.put(noteKeyOf(kind, c, ""), 1, line) }

// add tells of a whole column, or of the file.
func (n *importNotes) add(kind string, c *column, count int64, detail string) {
	n.put(noteKeyOf(kind, c, detail), count)
}

func noteKeyOf(kind string, c *column, detail string) noteKey {
	key := noteKey{kind: kind, detail: detail}
	if c != nil {
		key.place, key.heading = c.place, c.heading
	}
	return key
}

// takeOver tells what was gathered on its own as well.
func (n *importNotes) takeOver(from *importNotes) {
	for _, key := range from.order {
		n.put(key, from.notes[key].Count, from.notes[key].Lines...)
	}
}

func (n *importNotes) put(key noteKey, count int64, lines ...int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	note := n.notes[key]
	if note == nil {
		if n.notes == nil {
			n.notes = make(map[noteKey]*ImportNote)
		}
		note = &ImportNote{Kind: key.kind, Detail: key.detail, Column: key.heading, Lines: []int{}}
		n.notes[key] = note
		n.order = append(n.order, key)
	}
	note.Count += count
	note.Lines = append(note.Lines, lines[:min(len(lines), linesOfNote-len(note.Lines))]...)
}

// once tells of the whole file what may be found out many times.
func (n *importNotes) once(kind string, count int64) {
	n.put(noteKeyOf(kind, nil, ""), 0)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.notes[noteKeyOf(kind, nil, "")].Count = count
}

// clear forgets what was told: it is decided anew.
func (n *importNotes) clear() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.notes, n.order = nil, nil
}

// told are all notes so far, in the order in which they came.
func (n *importNotes) told() []ImportNote {
	n.mu.Lock()
	defer n.mu.Unlock()
	told := make([]ImportNote, len(n.order))
	for i, key := range n.order {
		told[i] = *n.notes[key]
		told[i].Lines = slices.Clone(told[i].Lines)
		told[i].Text = told[i].Say(fmt.Sprintf)
	}
	return told
}

// Say says the note in the words of say, which knows those of NoteTexts.
func (n *ImportNote) Say(say func(format string, args ...any) string) string {
	texts := NoteTexts
	if n.Count == 1 {
		texts = NoteTextsOfOne
	}
	format := cmp.Or(texts[n.Kind], texts[n.Kind+" "+n.Detail], NoteTexts[n.Kind], NoteTexts[n.Kind+" "+n.Detail])
	if !strings.Contains(format, "%[") {
		return say(format)
	}
	return say(format, n.Column, n.Count, n.Detail)
}
