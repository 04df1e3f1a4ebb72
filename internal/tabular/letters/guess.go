package letters

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"callflow/internal/tabular"
)

// guessed are the encodings of one byte a letter that are guessed, those that are met most first: of two that make the same of a file,
// the first is taken.
var guessed = []tabular.Encoding{
	tabular.Windows1252, "iso-8859-15", "macintosh", "cp850", "cp865", "cp437", "windows-1250", "iso-8859-2", "cp852", "windows-1257", "windows-1254",
	"windows-1251", "koi8-r", "ibm866", "windows-1253",
}

// alphabets are the letters beyond ASCII that go together in words: of each language its own, then those of names and words that it has
// taken from others. The first ones are those of the customers that are brought most.
var alphabets = []alphabet{
	{"æøå", "éèêëòóôöäüàáíçñ", 3},
	{"åäö", "éèáüæøóíàç", 3},
	{"äöüß", "éèàáçñ", 2.7},
	{"éèêàâçùûîôëïüœæÿ", "öäñáíó", 2.6},
	{"áéíóúñü", "çàèêãõ", 2.6},
	{"áâãàéêíóôõúç", "ñü", 2.6},
	{"àèéìòù", "íóç", 2.6},
	{"ëïéèöü", "áóàçê", 2.6},
	{"áðéíóúýþæö", "åäø", 2.6},
	{"áðíóúýæø", "åäöé", 2.6},
	{"ąćęłńóśźż", "éüöä", 2.6},
	{"áčďéěíňóřšťúůýž", "öüä", 2.6},
	{"áäčďéíĺľňóôŕšťúýž", "öü", 2.6},
	{"áéíóöőúüű", "ä", 2.6},
	{"čćđšž", "éöü", 2.6},
	{"ăâîșțşţ", "éö", 2.6},
	{"äöõüšž", "éå", 2.6},
	{"āčēģīķļņšūž", "õö", 2.6},
	{"ąčęėįšųūž", "ö", 2.6},
	{"çğıöşüİ", "âîû", 2.6},
	{"áčđŋšŧž", "æøåäö", 2.6},
	{"абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ", "", 2.6},
	{"αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋ", "", 2.6},
}

type alphabet struct {
	own, taken string
	weight     float64
}

// worth is how much a letter speaks for the language.
func (a *alphabet) worth(r rune) float64 {
	switch lower := unicode.ToLower(r); {
	case strings.ContainsRune(a.own, lower):
		return a.weight
	case strings.ContainsRune(a.taken, lower):
		return 2
	}
	return -0.5
}

const (
	seldom        = 0.4 // a letter, against what is met least, where it has the letters of all others in other places
	fewestInDoubt = 3   // encodings are told where none makes words
	plainWord     = 0.5 // of a letter: below it, the reading makes no words
	nearTogether  = 0.3 // of a letter that two readings take for another
	muchTogether  = 4   // of all of them: beyond it, they are told apart however near they are
)

// reading is what an encoding makes of a file.
type reading struct {
	Coding
	score float64
}

// guessEncoding gives the encoding that makes words of bytes beyond ASCII, or those between which it can't tell.
func guessEncoding(highs *byteContexts) (Coding, []Coding) {
	readings := make([]reading, 0, len(guessed))
	var total float64
	for _, n := range highs.each {
		total += n
	}
	for _, name := range guessed {
		c, _ := CodingOf(name)
		r := reading{Coding: c, score: score(&c, highs)}
		if name == "windows-1257" {
			r.score -= seldom * total
		}
		readings = append(readings, r)
	}
	slices.SortStableFunc(readings, func(a, b reading) int { return cmp.Compare(b.score, a.score) })
	best := readings[0]
	possible := []Coding{best.Coding}
	for _, other := range readings[1:] {
		if slices.ContainsFunc(possible, func(c Coding) bool { return differing(&c, &other.Coding, highs) == 0 }) {
			continue // it is the same text
		}
		behind := best.score - other.score
		noWords := best.score/total < plainWord && len(possible) < fewestInDoubt
		near := behind < muchTogether && behind/differing(&best.Coding, &other.Coding, highs) < nearTogether
		if !noWords && !near {
			break
		}
		possible = append(possible, other.Coding)
	}
	if len(possible) == 1 {
		return best.Coding, nil
	}
	return Coding{}, possible
}

// differing is how many bytes of the file two encodings take for different letters.
func differing(a, b *Coding, highs *byteContexts) float64 {
	var n float64
	for c, times := range highs.each {
		if a.table[c.b] != b.table[c.b] {
			n += times
		}
	}
	return n
}

// score is how well an encoding makes words of the bytes, in that language in which it does best.
func score(c *Coding, highs *byteContexts) float64 {
	var marks float64
	letters := make(map[rune]float64)
	for context, times := range highs.each {
		r, size := utf8.DecodeRuneInString(c.table[context.b])
		switch {
		case r == utf8.RuneError && size <= 1 || unicode.IsControl(r):
			marks += -6 * times
		case unicode.IsLetter(r):
			marks += letterBetween(r, context) * times
			letters[r] += times
		default:
			marks += markBetween(r, context) * times
		}
	}
	best := 0.0
	for i := range alphabets {
		sum := 0.0
		for r, times := range letters {
			sum += times * alphabets[i].worth(r)
		}
		if i == 0 || sum > best {
			best = sum
		}
	}
	return marks + best
}

// letterBetween is what speaks against a letter where it stands: small ones do not stand between capitals, nor capitals behind small ones.
func letterBetween(r rune, c byteContext) float64 {
	against := 0.0
	latin := unicode.Is(unicode.Latin, r) // or it is Greek or Cyrillic, whose words have no letters of ASCII
	ascii := c.before == small || c.before == capital || c.after == small || c.after == capital
	switch {
	case !latin && ascii:
		return -6
	case !latin && c.before == beyond && c.after == beyond:
		return 0
	}
	if unicode.IsUpper(r) && (c.before == small || c.before == capital && c.after == small) {
		against -= 4
	}
	if unicode.IsLower(r) && c.before == capital && c.after == capital {
		against -= 4
	}
	if c.before == digit || c.after == digit {
		against -= 4
	}
	if c.before == outside && c.after == outside {
		against -= 3
	}
	if c.before == beyond && c.after == beyond {
		against--
	}
	return against
}

// markBetween is how likely a sign that is no letter stands where it does.
func markBetween(r rune, c byteContext) float64 {
	before, after := c.before == small || c.before == capital, c.after == small || c.after == capital
	switch {
	case r >= 0x2500 && r < 0x25a0: // lines and blocks of tables
		return -4
	case r == '’' || r == '´':
		return 0.6
	case before && after:
		return -4
	case r == '\u00a0':
		return 0.6
	case strings.ContainsRune("–—‘“”„«»…€£§°º·•®©™", r) && (c.before == outside || c.after == outside || c.after == digit || c.before == digit):
		return 0.6
	case before || after:
		return -2
	}
	return -1
}
