package api_test

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestMendedRowsAreReadInTheEncodingOfTheirFile(t *testing.T) {
	t.Parallel()
	const file = "customer_id,name,Bydel,Husnummer\nG-0,Håkon Ødegård,Skånevik,1\nG-1,Bjørn Sæther,Tromsø,2\n" +
		"G-2,Åse Brønnøy,Ålesund,3\nB-6,Zoë Hansen,Oslo,mange\n"
	asText := func(text string, _ *encoding.Encoder) string { return text }
	for name, letters := range map[string]encoding.Encoding{
		"cp850": charmap.CodePage850, "windows-1252": charmap.Windows1252, "macintosh": charmap.Macintosh,
	} {
		for saved, c := range map[string]struct {
			save func(text string, in *encoding.Encoder) string
			note string
		}{
			"as it was":            {func(text string, in *encoding.Encoder) string { bytes, _ := in.String(text); return bytes }, "encoding_told"},
			"as UTF-8":             {asText, "encoding_changed"},
			"as UTF-8 with a mark": {func(text string, _ *encoding.Encoder) string { return "\ufeff" + text }, "encoding_changed"},
		} {
			t.Run(name+" saved "+saved, func(t *testing.T) {
				t.Parallel()
				s := testkit.NewServer(t, api.Config{})
				sent, _ := letters.NewEncoder().String(file)
				const query = "?campaign=998&wait=60&map=Bydel="
				answer, got := sendFile(t, s, query, sent, nil)
				if got.Rejected != 1 || !strings.Contains(string(answer.Body), "encoding_guessed") {
					t.Fatalf("it gives %s", answer.Body)
				}
				back, _ := letters.NewDecoder().String(rejectedFile(t, s, got.ID))
				if !strings.HasPrefix(back, "line,reason,read as (encoding "+name+" æøåéü)") {
					t.Fatalf("the file of rejected rows is %s", back)
				}
				mended := c.save(strings.ReplaceAll(back, "mange", "4"), letters.NewEncoder())
				if answer, got = sendFile(t, s, query, mended, nil); got.Created != 1 || !strings.Contains(string(answer.Body), c.note) {
					t.Fatalf("mended, %s gives %s", mended, answer.Body)
				}
				if held := s.Get(t, s.Acme.Admin, customerList+"B-6/"); held.Status != http.StatusOK || !strings.Contains(string(held.Body), "Zoë Hansen") {
					t.Errorf("the customer is %s", held.Body)
				}
			})
		}
	}
}

func TestAnEncodingThatIsSaidHoldsAlsoWhereRejectedRowsTellAnother(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	sent, _ := charmap.Macintosh.NewEncoder().String("line,reason,read as (encoding cp850),customer_id,name\r\n4,wrong,,K-1,Zoë\r\n")
	answer, got := sendFile(t, s, "?wait=60&encoding=macintosh", sent, nil)
	if got.Created != 1 || !strings.Contains(string(answer.Body), "encoding_changed") {
		t.Errorf("it gives %s", answer.Body)
	}
	if held := s.Get(t, s.Acme.Admin, customerList+"K-1/"); !strings.Contains(string(held.Body), `"Zoë"`) {
		t.Errorf("the customer is %s", held.Body)
	}
}
