package tabular

// Encoding is how the file writes letters as bytes: a name of the IANA's or of HTML's, in small letters.
type Encoding string

// The encodings that are spoken of. Every other one that golang.org/x/text knows can be named too.
const (
	UTF8        Encoding = "utf-8" // with or without a byte order mark
	UTF16LE     Encoding = "utf-16le"
	UTF16BE     Encoding = "utf-16be"
	UTF32LE     Encoding = "utf-32le"
	UTF32BE     Encoding = "utf-32be"
	Windows1252 Encoding = "windows-1252" // what Excel writes as "CSV" in Western Europe
)

// EncodingGround is on what grounds a file's encoding is taken for what it is.
type EncodingGround string

// The grounds, from the surest on.
const (
	ByMark    EncodingGround = "mark"    // the file begins with the encoding's byte order mark
	ByRequest EncodingGround = "given"   // Options say so
	ByFormat  EncodingGround = "format"  // the format has no other
	ByTold    EncodingGround = "told"    // it is a file of rows that were not taken, and tells how the file was written that they are of
	ByASCII   EncodingGround = "ascii"   // no byte is beyond ASCII, which is the same in all of them
	ByBytes   EncodingGround = "bytes"   // its bytes are valid UTF-8, or have zeros where UTF-16 has them
	ByLetters EncodingGround = "letters" // it makes words of the bytes, as no other does
)

// PossibleEncoding is one way to read a file of which it is in doubt.
type PossibleEncoding struct {
	Encoding Encoding
	Samples  []string // values so read
}
