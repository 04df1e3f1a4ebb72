// Package letters finds out how a file writes its letters as bytes, and gives its text as lines of UTF-8. It knows nothing of rows or
// columns, and may import no other room.
package letters

import (
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"callflow/internal/tabular"
)

// IsWide says whether an encoding is one of those that are known by their marks.
func IsWide(e tabular.Encoding) bool {
	return e == tabular.UTF16LE || e == tabular.UTF16BE || e == tabular.UTF32LE || e == tabular.UTF32BE
}

// Coding is how the bytes of an encoding become UTF-8.
type Coding struct {
	Name tabular.Encoding
	// table has each byte's letter, where a byte is a letter and ASCII is itself: lines can be cut before they are decoded.
	table *[256]string
	// back has the byte of each letter of the table, which is made when it is first asked for: most files are read alone.
	back func() map[string]byte
	// stream is what any other encoding is decoded by, before lines are cut. Neither is there for UTF-8.
	stream encoding.Encoding
}

// ownNames are names that people use, and the lists of names have not or have for another.
var ownNames = map[string]tabular.Encoding{
	"utf8": tabular.UTF8, "utf-8-sig": tabular.UTF8, "utf8-bom": tabular.UTF8, "utf-8-bom": tabular.UTF8,
	"unicode": tabular.UTF16LE, "utf16": tabular.UTF16LE, "utf-16": tabular.UTF16LE, "utf16le": tabular.UTF16LE, "utf16be": tabular.UTF16BE,
	"utf32": tabular.UTF32LE, "utf-32": tabular.UTF32LE, "utf32le": tabular.UTF32LE, "utf32be": tabular.UTF32BE,
	"ansi": tabular.Windows1252, "latin1": tabular.Windows1252,
	"latin-1": tabular.Windows1252, "macroman": "macintosh", "mac-roman": "macintosh", "mac": "macintosh", "dos": "cp850", "cp1252": tabular.Windows1252,
	"cp1250": "windows-1250", "cp1251": "windows-1251", "cp1253": "windows-1253", "cp1254": "windows-1254", "cp1257": "windows-1257", "cp866": "ibm866",
	"cp874": "windows-874",
}

// charmaps are encodings by the names that they are told by, which differ from those of the lists.
var charmaps = map[tabular.Encoding]*charmap.Charmap{
	"cp437": charmap.CodePage437, "cp850": charmap.CodePage850, "cp852": charmap.CodePage852, "cp855": charmap.CodePage855, "cp858": charmap.CodePage858,
	"cp860": charmap.CodePage860, "cp862": charmap.CodePage862, "cp863": charmap.CodePage863, "cp865": charmap.CodePage865,
	"cp037": charmap.CodePage037, "cp1047": charmap.CodePage1047, "cp1140": charmap.CodePage1140,
}

// CodingOf finds an encoding by any of its names.
func CodingOf(name tabular.Encoding) (Coding, bool) {
	known := tabular.Encoding(strings.ToLower(strings.TrimSpace(string(name))))
	if own, ok := ownNames[string(known)]; ok {
		known = own
	}
	switch known {
	case tabular.UTF8:
		return Coding{Name: tabular.UTF8}, true
	case tabular.UTF16LE:
		return Coding{Name: known, stream: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}, true
	case tabular.UTF16BE:
		return Coding{Name: known, stream: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)}, true
	case tabular.UTF32LE:
		return Coding{Name: known, stream: utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)}, true
	case tabular.UTF32BE:
		return Coding{Name: known, stream: utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)}, true
	default:
	}
	if single, ok := charmaps[known]; ok {
		return codingBy(known, single), true
	}
	if found, err := htmlindex.Get(string(known)); err == nil && found != encoding.Replacement {
		if canonical, err := htmlindex.Name(found); err == nil {
			known = tabular.Encoding(canonical)
		}
		return codingBy(known, found), true
	}
	if found, err := ianaindex.IANA.Encoding(string(known)); err == nil && found != nil {
		return codingBy(known, found), true
	}
	return Coding{}, false
}

func codingBy(name tabular.Encoding, by encoding.Encoding) Coding {
	single, ok := by.(*charmap.Charmap)
	if !ok {
		return Coding{Name: name, stream: by}
	}
	table := new([256]string)
	for i := range table {
		r := single.DecodeByte(byte(i))
		if i < utf8.RuneSelf && r != rune(i) {
			return Coding{Name: name, stream: by} // EBCDIC, where a line does not end by a line feed
		}
		// A byte that stands for no letter stays as it is, which is not valid UTF-8: Flaw then finds it and can name it.
		table[i] = string([]byte{byte(i)})
		if r != utf8.RuneError {
			table[i] = string(r)
		}
	}
	return Coding{Name: name, table: table, back: sync.OnceValue(func() map[string]byte { return bytesOf(table) })}
}

// bytesOf has the byte of each letter of a table.
func bytesOf(table *[256]string) map[string]byte {
	back := make(map[string]byte, len(table))
	for i, letter := range table {
		back[letter] = byte(i)
	}
	return back
}

// decoded gives the bytes of r as UTF-8, but for those of an encoding with a table, which are decoded line by line: so a bad byte can be
// told by its row.
func (c *Coding) decoded(r io.Reader) io.Reader {
	if c.stream == nil {
		return r
	}
	return c.stream.NewDecoder().Reader(r)
}

// HasTable says whether a byte is a letter.
func (c *Coding) HasTable() bool { return c.table != nil }

// Text decodes a piece of the file.
func (c *Coding) Text(raw []byte) string {
	if c.table != nil {
		var b strings.Builder
		for _, one := range raw {
			b.WriteString(c.table[one])
		}
		return strings.ToValidUTF8(b.String(), "\uFFFD")
	}
	if c.stream != nil {
		decoded, err := c.stream.NewDecoder().Bytes(raw)
		if err == nil {
			raw = decoded
		}
	}
	return strings.ToValidUTF8(string(raw), "\uFFFD")
}

// Encode is the way back, for rows that were not taken: a letter that the encoding has not becomes "?".
func (c *Coding) Encode(text string) []byte {
	switch {
	case c.stream != nil:
		encoded, err := encoding.ReplaceUnsupported(c.stream.NewEncoder()).Bytes([]byte(text))
		if err != nil {
			return []byte(text)
		}
		return encoded
	case c.table == nil:
		return []byte(text)
	}
	back := c.back()
	encoded := make([]byte, 0, len(text))
	for text != "" {
		_, size := utf8.DecodeRuneInString(text)
		one, ok := back[text[:size]]
		if !ok {
			one = '?'
		}
		encoded, text = append(encoded, one), text[size:]
	}
	return encoded
}

// shownNames are encodings as they are written in prose.
var shownNames = map[tabular.Encoding]string{tabular.UTF8: "UTF-8", tabular.UTF16LE: "UTF-16", tabular.UTF16BE: "UTF-16", tabular.Windows1252: "Windows-1252"}

func shownName(e tabular.Encoding) string {
	if name, ok := shownNames[e]; ok {
		return name
	}
	return string(e)
}

// SomeEncodings are named to whoever named one that is not known.
const SomeEncodings = "utf-8, utf-16le, windows-1252, windows-1250, macintosh, cp850, cp865"

// WitnessOf are some letters of an encoding, which stand behind its name: by their bytes it is known in what the file was saved since.
func WitnessOf(c *Coding) string {
	var letters []rune
	for _, r := range "æøåéüñšžčłжяαω" {
		if c.Text(c.Encode(string(r))) == string(r) && len(letters) < mostWitnesses {
			letters = append(letters, r)
		}
	}
	return string(letters)
}

const mostWitnesses = 5
