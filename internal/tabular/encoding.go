package tabular

import (
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// surveyEncoding reads all of r and tells UTF-8 from Windows-1252.
//
// In Windows-1252 text a letter beyond ASCII is almost never also valid UTF-8 (it takes "Å»" or
// the like), and UTF-8 text with some bad bytes is still UTF-8. So the two are counted: where at
// least one in five is a valid sequence, the file is UTF-8 and its bad bytes become row errors.
// A file pasted together from both is then told of, rather than read as "Ã¸".
func surveyEncoding(r io.Reader) (Encoding, error) {
	var valid, invalid int64
	buf := make([]byte, 256<<10)
	carried := 0
	for {
		n, err := r.Read(buf[carried:])
		if err != nil && err != io.EOF {
			return "", err
		}
		rest := countSequences(buf[:carried+n], err == io.EOF, &valid, &invalid)
		if err == io.EOF {
			break
		}
		carried = copy(buf, rest)
	}
	if valid*4 >= invalid {
		return UTF8, nil
	}
	return Windows1252, nil
}

// countSequences adds to valid and invalid, and returns a sequence that the next bytes complete.
func countSequences(text []byte, last bool, valid, invalid *int64) []byte {
	for {
		text = text[asciiPrefix(text):]
		if len(text) == 0 || (!last && !utf8.FullRune(text)) {
			return text
		}
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			*invalid++
		} else {
			*valid++
		}
		text = text[size:]
	}
}

// asciiPrefix is the number of bytes before the first that is not ASCII.
func asciiPrefix(text []byte) int {
	i := 0
	for ; len(text)-i >= 8; i += 8 {
		if binary.LittleEndian.Uint64(text[i:])&0x8080808080808080 != 0 {
			break
		}
	}
	for ; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			break
		}
	}
	return i
}

// windows1252 is each byte's letter in UTF-8. The five bytes that Windows-1252 leaves undefined
// stay as they are, which is not valid UTF-8: flaw then finds them and can name them.
var windows1252 = func() (table [256]string) {
	for i := range table {
		r := charmap.Windows1252.DecodeByte(byte(i))
		if r == utf8.RuneError {
			table[i] = string([]byte{byte(i)})
			continue
		}
		table[i] = string(r)
	}
	return table
}()

// flaw says why text is not clean text, or "". It is asked only of rows with an unclean line.
func flaw(text string, encoding Encoding) string {
	if strings.IndexByte(text, 0) >= 0 {
		return "holds a NUL character, which is not text; take it out"
	}
	for i, r := range text {
		if r != utf8.RuneError {
			continue
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		if size == 1 && encoding == Windows1252 {
			return fmt.Sprintf("holds the byte 0x%02X, which is no letter in Windows-1252; save the file as UTF-8", text[i])
		}
		if size == 1 {
			return fmt.Sprintf("holds the byte 0x%02X where it is not valid UTF-8; save the whole file as UTF-8", text[i])
		}
		if encoding == UTF16LE || encoding == UTF16BE {
			return "holds half of a UTF-16 character; save the file as UTF-8"
		}
	}
	return ""
}
