package files

import (
	"errors"
	"strings"
	"testing"

	"callflow/internal/tabular"
	"callflow/internal/tabular/heading"
	"callflow/internal/tabular/letters"
)

// namesTold are names of which one alone does not show in what it is written.
var namesTold = []string{"Zoë", "Måns Ön", "Léa Noël", "André", "Ñuñez", "Jürgen Größe", "Åse"}

func TestAFileOfRejectedRowsIsReadInTheEncodingThatItTells(t *testing.T) {
	t.Parallel()
	for _, written := range []tabular.Encoding{tabular.Windows1252, "macintosh", "cp850", "cp865", "iso-8859-15", "windows-1250", "cp437"} {
		of, _ := letters.CodingOf(written)
		how := heading.EncodingTold(&tabular.Options{Format: tabular.CSV, Encoding: written})
		for _, name := range namesTold {
			if of.Text(of.Encode(name)) != name {
				continue // it has not these letters
			}
			file := "line;reason;" + heading.ReadAs(how+", 3 dmy") + ";customer_id;name\r\n4;it was wrong;;K-1;" + name + "\r\n"
			for asSaved, want := range map[string]struct {
				encoding tabular.Encoding
				by       tabular.EncodingGround
			}{
				string(of.Encode(file)): {written, tabular.ByTold}, file: {tabular.UTF8, tabular.ByBytes}, "\ufeff" + file: {tabular.UTF8, tabular.ByMark},
				strings.ReplaceAll(string(of.Encode(file)), ";customer_id", `;"customer_id"`): {written, tabular.ByTold},
			} {
				r := open(t, asSaved, tabular.Options{})
				row, err := r.Read()
				if err != nil || row.Cells[1].Text != name {
					t.Errorf("%s of %s is read as %v, %v", name, written, row.Cells, err)
				}
				if read := r.Reading(); read.Encoding != want.encoding || read.EncodingBy != want.by || read.ToldFirst != written {
					t.Errorf("%s of %s is read in %s by %s, told %s", name, written, read.Encoding, read.EncodingBy, read.ToldFirst)
				}
			}
			r := open(t, string(of.Encode(file)), tabular.Options{Encoding: "koi8-r"})
			if read := r.Reading(); read.Encoding != "koi8-r" || read.EncodingBy != tabular.ByRequest || read.ToldFirst != written {
				t.Errorf("where koi8-r was said it is read in %s by %s, told %s", read.Encoding, read.EncodingBy, read.ToldFirst)
			}
		}
	}
}

func TestRejectedRowsOfFilesInSeveralEncodingsAreNotReadAsOne(t *testing.T) {
	t.Parallel()
	first, second := codingBack(t, "cp850"), codingBack(t, "macintosh")
	file := func(encoding, id string) string {
		return "line,reason," + heading.ReadAs("encoding "+encoding) + ",customer_id,name\r\n4,wrong,," + id + ",Zoë\r\n"
	}
	r := open(t, string(first.Encode(file("cp850", "K-1")))+string(second.Encode(file("macintosh", "K-2"))), tabular.Options{})
	if row, err := r.Read(); err != nil || row.Cells[1].Text != "Zoë" {
		t.Fatalf("the first row is %v, %v", row.Cells, err)
	}
	for range 2 {
		if _, err := r.Read(); !tabular.IsRowError(err) {
			t.Errorf("the row behind it gives %v", err)
		}
	}
}

func codingBack(t *testing.T, name tabular.Encoding) *letters.Coding {
	t.Helper()
	c, ok := letters.CodingOf(name)
	if !ok {
		t.Fatal(name)
	}
	return &c
}

func TestAFileOfRejectedRowsThatWasSavedInAnotherEncodingThanItTellsIsReadInNoneUnasked(t *testing.T) {
	t.Parallel()
	const rows = "K-1,Åse Øy\r\n5,wrong,,K-2,Bjørn Sæther\r\n6,wrong,,K-3,Håkon Ødegård\r\n7,wrong,,K-4,Pål Ås\r\n8,wrong,,K-5,Bjørnøy\r\n"
	for _, told := range []tabular.Encoding{"cp850", "macintosh", tabular.Windows1252} {
		file := "line,reason," + heading.ReadAs("encoding "+string(told)) + ",customer_id,name\r\n4,wrong,," + rows
		as := func(written tabular.Encoding) string {
			c, _ := letters.CodingOf(written)
			return string(c.Encode(file))
		}
		saved := map[string]string{"with one name typed as UTF-8": strings.Replace(as(told), as(told)[strings.Index(as(told), "K-1,")+4:][:6], "Åse Øy", 1)}
		for _, other := range []tabular.Encoding{"cp850", "macintosh", tabular.Windows1252} {
			if other != told {
				saved["in "+string(other)] = as(other)
			}
		}
		for how, text := range saved {
			_, err := Open(strings.NewReader(text), tabular.Options{})
			var refused *tabular.FileError
			if !errors.As(err, &refused) || len(refused.Possible) < 2 || refused.Possible[0].Encoding != told {
				t.Errorf("a file that tells %s and is saved %s: %v", told, how, err)
			}
		}
		r := open(t, file, tabular.Options{Encoding: told}) // as UTF-8, sent with the same options as the file before
		if row, err := r.Read(); err != nil || row.Cells[1].Text != "Åse Øy" {
			t.Errorf("a file that tells %s, was saved as UTF-8 and is said to be in it is read as %v, %v", told, row.Cells, err)
		}
		r = open(t, as(told), tabular.Options{Encoding: told})
		if row, err := r.Read(); err != nil || row.Cells[1].Text != "Åse Øy" {
			t.Errorf("a file that tells %s and is said to be in it is read as %v, %v", told, row.Cells, err)
		}
	}
}

// A few letters look alike in many encodings: those behind the encoding that is told say in which the file was saved since.
func TestAFileOfRejectedRowsIsReadInTheEncodingThatItWasSavedInSince(t *testing.T) {
	t.Parallel()
	all := []tabular.Encoding{"cp850", "macintosh", tabular.Windows1252, "iso-8859-15", "cp865", "windows-1250", "windows-1257"}
	for _, told := range all {
		how := heading.EncodingTold(&tabular.Options{Format: tabular.CSV, Encoding: told})
		for _, saved := range all {
			of, _ := letters.CodingOf(saved)
			for _, name := range append(namesTold, "Øy", "René Møller", "François", "Peña", "Bjørn", "RÅ AS", "Ørjan Li") {
				file := "line;reason;" + heading.ReadAs(how+", 3 dmy") + ";customer_id;name\r\n4;it was wrong;;K-1;" + name + "\r\n"
				if of.Text(of.Encode(name)) != name {
					continue // it has not these letters
				}
				for _, said := range []tabular.Encoding{"", told} {
					r := open(t, string(of.Encode(file)), tabular.Options{Encoding: said})
					if row, err := r.Read(); err != nil || row.Cells[1].Text != name {
						t.Errorf("%s of a file that tells %s, saved in %s and said to be in %q, is read as %v, %v", name, told, saved, said, row.Cells, err)
					}
					r = open(t, "\ufeff"+file, tabular.Options{Encoding: said})
					if row, err := r.Read(); err != nil || row.Cells[1].Text != name {
						t.Errorf("%s of a file that tells %s, saved as UTF-8 with its mark and said to be in %q, is read as %v, %v", name, told, said, row.Cells, err)
					}
				}
			}
		}
	}
}
