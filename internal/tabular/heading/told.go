package heading

import (
	"bytes"
	"strings"

	"callflow/internal/cleanse"
	"callflow/internal/tabular"
	"callflow/internal/tabular/letters"
)

// What the heading behind them says where the rows' own columns can be read in several ways, in parentheses: how they were read. Nothing
// stands below it.
const readAsBegin, readAsEnd = "read as (", ")"

// ReadAs is the heading of a column that tells how a file was read of which rows were not taken.
func ReadAs(how string) string { return readAsBegin + how + readAsEnd }

// howRead is what such a heading tells, "" for another heading.
func howRead(heading string) string {
	how, begins := strings.CutPrefix(cleanse.Label(heading), readAsBegin)
	how, ends := strings.CutSuffix(how, readAsEnd)
	if !begins || !ends {
		return ""
	}
	return how
}

// EncodingTold is the part of what is told of how a file was read that says in what it was written, "" where such files show that by themselves.
func EncodingTold(o *tabular.Options) string {
	if o.Format != tabular.CSV || o.Encoding == tabular.UTF8 || letters.IsWide(o.Encoding) {
		return ""
	}
	told := partOfEncoding + string(o.Encoding)
	of, _ := letters.CodingOf(o.Encoding) // it was found before
	return strings.TrimSpace(told + " " + letters.WitnessOf(&of))
}

// partOfEncoding begins that part.
const partOfEncoding = "encoding "

// encodingOf is the encoding that is told among other things, "" where none is that is known.
func encodingOf(how string) tabular.Encoding {
	for part := range strings.SplitSeq(how, ",") {
		name, is := strings.CutPrefix(strings.TrimSpace(part), partOfEncoding)
		name, _, _ = strings.Cut(name, " ")
		if known, ok := letters.CodingOf(tabular.Encoding(name)); is && ok {
			return known.Name
		}
	}
	return ""
}

// EncodingIn is the encoding that the row of headings of a file of rejected rows tells, which stands before any letter beyond ASCII, and the
// letters behind it as the file has them.
func EncodingIn(line []byte) (encoding tabular.Encoding, witness []byte) {
	_, told, _ := bytes.Cut(line, []byte(readAsBegin))
	told, _, _ = bytes.Cut(told, []byte(readAsEnd))
	_, behind, _ := bytes.Cut(told, []byte(partOfEncoding))
	behind, _, _ = bytes.Cut(behind, []byte(","))
	_, witness, _ = bytes.Cut(behind, []byte(" "))
	return encodingOf(string(told)), bytes.TrimSpace(witness)
}
