package api_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

// mm31 is a customer of whom rows tell that are not taken; the others have ids that are no more than a few letters or digits.
const mm31 = "customer_id,name,phone_1,email\nMM-31,Åse Marie Zwirkel,+4792817365,aase@kvaale.test\n" +
	"101,Ola Qvarsen,,\nAB3,Eva Qvist,,\n20241,Per Qvam,,\n7,Siri Qvell,,\n"

// tellingOfMM31 are values of rows that tell of them.
var tellingOfMM31 = [][]string{
	// e-mail
	{"nonsens aase@kvaale.test ring"}, {"AASE@KVAALE.TEST"}, {"per@kvaale.test; aase@kvaale.test"}, {"per@kvaale.test/aase@kvaale.test"},
	{"Åse <aase@kvaale.test>"}, {"mailto:aase@kvaale.test"}, {"(aase@kvaale.test)."}, {`x@y.test\naase@kvaale.test`}, {"aase@kvaale\u200b.test"},
	{`aase\u0040kvaale.test`}, {`aase\\u0040kvaale.test`}, {"aase%40kvaale.test"}, {"aase&#64;kvaale.test"}, {"aase\uff20kvaale.test"},
	{`hjem\nils, \aase@kvaale.test`},
	// id
	{"se MM-31 nå"}, {"mm-31"}, {"(MM-31)"}, {"MM\u201131"}, {"kunde:MM-31"}, {`{"kunde":{"id":"MM-31"}}`}, {`MM\u002d31`},
	{"20241"}, {"nr. 20241, ny"}, {"20241.0"}, {"2.0241E4"}, {"2,0241E+04"}, {"nr. 2.0241e4, ny"}, {"1.01e2"}, {"202.41e2"}, {"0.20241E5"},
	// name
	{"Zwirkel", "Marie", "Åse"}, {"Zwirkel", "noe", "Åse Marie"}, {"Zwirkel, Åse Marie"}, {"ZWIRKEL ÅSE-MARIE"},
	{"ring Åse Marie Zwirkel i dag"}, {"A\u030ase Marie Zwirkel"},
	{"Åse\u00a0Marie\u2007Zwirkel"}, {"Åse Marie Zwir\u00adkel"}, {"Åse\tMarie\nZwirkel"}, {`{"etternavn":"Zwirkel","fornavn":"Åse Marie"}`},
	{`\u00c5se Marie Zwirkel`}, {`\u00C5se\u0020Marie\u00a0Zwirkel`}, {`A\u030ase Marie Zwirkel`}, {"&Aring;se Marie Zwirkel"}, {"&amp;Aring;se Marie Zwirkel"},
	{"Åse", strings.Repeat("langt notat ", 20), "Marie Zwirkel"},
	{"≈se Marie Zwirkel"}, {"┼se Marie Zwirkel"}, {"Åse Marie Zwirkel"}, {"\u008fse Marie Zwirkel"}, {"Ã…se Marie Zwirkel"}, {"├àse Marie Zwirkel"}, {"√Öse Marie Zwirkel"}, {"Ã\u0085se Marie Zwirkel"}, {`{"n":"\u00c3\u2026se Marie Zwirkel"}`},
	// telephone number
	{"92817365"}, {"+47 928 17 365"}, {"928\u00a017\u00a0365"}, {`928\u00a017\u00a0365`}, {"tlf. 928.17.365 (kveld)"}, {"40404041 / 92 81 73 65"},
	{"(0047)928-17-365"},
	{"928/17/365"}, {"928\u201117\u2011365"}, {"92817365.0"},
	// ids that are a value of their own
	{"101"}, {" 101 "}, {"ab3"}, {"#101"}, {"101.0"}, {"7"}, {`{"a":{"b":[101]}}`}, {`{'id': 'AB3'}`}, {`{"kunde":101}`},
	{"kunde=AB3"}, {"<id>AB3</id>"}, {"4, AB3"},
}

// ofOthers are values of rows that tell of others.
var ofOthers = [][]string{
	{"Åse Marie Hansen"}, {"Marie"}, {"Åse"}, {"Zwirkel Auto AS"}, {"Åse", "Marie", "Olsen"},
	{"Åse Marie " + strings.Repeat("langt notat ", 20) + " hos Zwirkel Auto"},
	{"per.aase@kvaale.test"}, {"baase@kvaale.test"}, {"aase@kvaale.testing"}, {"aase", "kvaale.test"},
	{"MM-310"}, {"AMM-31"}, {"MM 31"}, {"202411"}, {"20.2.41"}, {"Husleie fra 05.01.2024"},
	{"92817366"}, {"928173650"}, {"928", "x", "17365"}, {"928 17 x 365"},
	{"101 dalmatinere"}, {"rom 101"}, {"AB34"}, {"AB 3"}, {"10.1"}, {"kl. 12:07"}, {"07:30"}, {"17"}, {"7 dager"}, {"2.0241E5"}, {"2.0242E4"}, {"X2.0241E4"}, {"20241E4"}, {"Ã…se Marie Hansen"},
}

// rowsKept are kinds of rows that are not taken, with the marker by which each is known. Escaped ones have no letter beyond ASCII.
var rowsKept = map[string]struct {
	heading, contentType string
	row                  func(marker string, values []string) string
}{
	"cells of CSV": {"customer_id,A,B,C,Husnummer\n", "text/csv", func(marker string, values []string) string {
		return marker + "," + quotedCells(values) + ",mange\n"
	}},
	"a text of CSV that can't be cut": {"customer_id,A,B,C,Husnummer\n", "text/csv", func(marker string, values []string) string {
		return marker + "," + quotedCells(values) + ",\"x\" y\n"
	}},
	"whole JSON": {"", "application/x-ndjson", func(marker string, values []string) string {
		return "{" + jsonMembers(marker, values) + "}\n"
	}},
	"whole JSON, escaped": {"", "application/x-ndjson", func(marker string, values []string) string {
		return asciiJSON("{" + jsonMembers(marker, values) + "}\n")
	}},
	"nested JSON": {"", "application/x-ndjson", func(marker string, values []string) string {
		return `{"customer_id":"` + marker + `","mer":{"dypt":[{` + jsonMembers("x", values) + "}]}}\n"
	}},
	"nested JSON, escaped": {"", "application/x-ndjson", func(marker string, values []string) string {
		return asciiJSON(`{"customer_id":"` + marker + `","mer":{"dypt":[{` + jsonMembers("x", values) + "}]}}\n")
	}},
	"torn JSON": {"", "application/x-ndjson", func(marker string, values []string) string {
		return "{" + jsonMembers(marker, values) + "\n"
	}},
	"torn JSON, escaped": {"", "application/x-ndjson", func(marker string, values []string) string {
		return asciiJSON("{" + jsonMembers(marker, values) + "\n")
	}},
	"a text of NDJSON that is no JSON": {"", "application/x-ndjson", func(marker string, values []string) string {
		return marker + " | " + strings.NewReplacer("\n", " ", "\t", " ").Replace(strings.Join(values, " | ")) + "\n"
	}},
}

func quotedCells(values []string) string {
	cells := make([]string, 3)
	for i := range cells {
		if i < len(values) {
			cells[i] = `"` + strings.ReplaceAll(values[i], `"`, `""`) + `"`
		}
	}
	return strings.Join(cells, ",")
}

func jsonMembers(marker string, values []string) string {
	members := []string{`"customer_id":"` + marker + `"`, `"Husnummer":"mange"`}
	for i, value := range values {
		members = append(members, strconv.Quote(string(rune('A'+i)))+":"+jsonText(value))
	}
	return strings.Join(members, ",")
}

func jsonText(text string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text)
	return strings.TrimSpace(b.String())
}

// asciiJSON is JSON with each letter beyond ASCII, and each @, as an escape.
func asciiJSON(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < 0x80 && r != '@':
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		}
	}
	return b.String()
}

func TestRejectedRowsThatTellOfAnAnonymisedCustomerAreEmptiedHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	for kind, kept := range rowsKept {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			var file strings.Builder
			file.WriteString(kept.heading)
			if kept.heading == "" {
				file.WriteString(`{"customer_id":"other","Husnummer":"mange"}` + "\n")
			}
			each(func(marker string, values []string) { file.WriteString(kept.row(marker, values)) })
			wantEmptied(t, file.String(), kept.contentType)
		})
	}
	t.Run("cells of a workbook", func(t *testing.T) {
		t.Parallel()
		rows := [][]any{{"customer_id", "A", "B", "C", "Husnummer"}}
		each(func(marker string, values []string) {
			row := []any{marker, "", "", "", "mange"}
			for i, value := range values {
				row[1+i] = value
			}
			rows = append(rows, row)
		})
		rows = append(rows, []any{"goes as a number", 101, "", "", "mange"}, []any{"goes as a telephone number", 4792817365, "", "", "mange"})
		wantEmptied(t, sheetOf(t, rows...), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	})
}

// each shows all rows with a marker that says whether they go.
func each(show func(marker string, values []string)) {
	for i, values := range tellingOfMM31 {
		show(fmt.Sprintf("goes-%02d", i), values)
	}
	for i, values := range ofOthers {
		show(fmt.Sprintf("stays-%02d", i), values)
	}
}

// wantEmptied imports the file, anonymises the customers, and looks for what is left of its rows.
func wantEmptied(t *testing.T, file, contentType string) {
	t.Helper()
	s := testkit.NewServer(t, api.Config{})
	sendFile(t, s, "?wait=60", mm31, nil)
	answer, sent := sendFile(t, s, "?wait=60&create_fields=true", file, map[string]string{"Content-Type": contentType})
	if int(sent.Rejected) < len(tellingOfMM31)+len(ofOthers) || sent.Created > 0 {
		t.Fatalf("it gives %d %s", answer.Status, answer.Body)
	}
	for _, id := range []string{"MM-31", "101", "AB3", "20241", "7"} {
		anonymize(t, s, s.Acme.Admin, id)
	}
	_, rejected, _ := importKept(t, s, sent.ID)
	var kept strings.Builder
	for i := range rejected {
		fmt.Fprintln(&kept, rejected[i].Cells)
	}
	each(func(marker string, values []string) {
		stays, is := strings.HasPrefix(marker, "stays"), strings.Contains(kept.String(), marker)
		if stays != is {
			t.Errorf("it is kept: %t, though it %s, of %q", is, marker, values)
		}
	})
	if strings.Contains(kept.String(), "goes as") {
		t.Errorf("a number of a workbook is kept in %s", kept.String())
	}
}
