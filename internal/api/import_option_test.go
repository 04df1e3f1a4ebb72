package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

// optionCase is an option of an import, with a file that comes to something else by it.
type optionCase struct {
	option string
	query  string   // that is sent either way
	file   string   // its content, or the name of a file of testdata/imports
	told   []string // what the import tells of itself
	holds  []string // what the customers hold then
	lacks  []string // and what not
}

// heldBefore are the customers who are there before each of the imports. It says what a column fills, which is remembered.
const heldBefore = "customer_id,name,phone_1,Vei\n1,Kari,91234567,Storgata\n"

var optionCases = []optionCase{
	{option: "campaign=998", file: "customer_id,name\n2,Ola\n", told: []string{`"added_to_campaigns":1`}},
	{option: "map=Hvem=name", query: "create_fields=true", file: "customer_id,Hvem\n2,Ola\n", told: []string{`"new_fields":[]`}, holds: []string{`__name":"Ola"`}},
	{option: "forget_mapping=true", query: "create_fields=true", file: "customer_id,name,Vei\n2,Ola,Lillegata\n", told: []string{`"columns_as_before":[]`, `"new_fields":["Vei (text)"]`}},
	{option: "create_fields=true", file: "customer_id,name,Antall\n2,Ola,7\n", told: []string{`"new_fields":["Antall (integer)"]`}},
	{option: "mode=new", file: "customer_id,name\n1,Kari Ny\n2,Ola\n", told: []string{`"created":1`, `"skipped":1`}, holds: []string{`"Kari"`, `"Ola"`}, lacks: []string{"Kari Ny"}},
	{option: "mode=update", file: "customer_id,name\n1,Kari Ny\n2,Ola\n", told: []string{`"updated":1`, `"skipped":1`}, holds: []string{"Kari Ny"}, lacks: []string{"Ola"}},
	{option: "match=phone", query: "country=NO", file: "name,phone_1\nKari Ny,+47 912 34 567\n", told: []string{`"updated":1`}, holds: []string{"Kari Ny"}},
	{option: "match=email", query: "ids=new", file: "customer_id,name,email\n1,Kari,k@post.example\n,Kari Ny,K@post.example\n", told: []string{`"created":0`}, holds: []string{"Kari Ny"}},
	{option: "country=SE", query: "match=phone&ids=new", file: "name,phone_1\nKari Ny,+47 912 34 567\n", told: []string{`"created":1`}, holds: []string{`"Kari"`, "Kari Ny"}},
	{option: "ids=new", file: "name,phone_1\nOla,91234568\n", told: []string{`"created":1`, "ids_given"}, holds: []string{`"new-`, "Ola"}},
	{option: "repeats=first", file: "customer_id,name\n2,Ola\n2,Ola Ny\n", told: []string{`"skipped":1`}, holds: []string{`"Ola"`}, lacks: []string{"Ola Ny"}},
	{option: "repeats=reject", file: "customer_id,name\n2,Ola\n2,Ola Ny\n", told: []string{`"rejected":1`}, holds: []string{`"Ola"`}, lacks: []string{"Ola Ny"}},
	{option: "decimal=comma", query: "create_fields=true", file: "customer_id;Sum\n2;1.250\n3;2.500\n", told: []string{`"read":"comma"`}, holds: []string{":1250"}},
	{option: "decimal=point", query: "create_fields=true", file: "customer_id;Sum\n2;1.250\n3;2.500\n", told: []string{`"read":"point"`}, holds: []string{":1.25"}},
	{option: "decimal=text", query: "create_fields=true", file: "customer_id;Sum\n2;1.250\n3;2.500\n", told: []string{`"type":"text"`}, holds: []string{`:"1.250"`}},
	{option: "dates=dmy", query: "create_fields=true", file: "customer_id,Dag\n2,03/04/2026\n", told: []string{`"read":"dmy"`}, holds: []string{"2026-04-03"}},
	{option: "dates=mdy", query: "create_fields=true", file: "customer_id,Dag\n2,03/04/2026\n", told: []string{`"read":"mdy"`}, holds: []string{"2026-03-04"}},
	{option: "dates=ymd", query: "create_fields=true", file: "customer_id,Dag\n2,03-04-05\n", told: []string{`"read":"ymd"`}, holds: []string{"2003-04-05"}},
	{option: "dates=text", query: "create_fields=true", file: "customer_id,Dag\n2,03/04/2026\n", told: []string{`"type":"text"`}, holds: []string{"03/04/2026"}},
	{option: "null_words=ukjent,ingen", file: "customer_id,name,email\n2,NULL,Ingen\n", told: []string{"nothing"}, holds: []string{`"NULL"`}, lacks: []string{"Ingen"}},
	{option: "null_words=", file: "customer_id,name\n2,NULL\n", holds: []string{`"NULL"`}},
	{option: "sheet=Bergen", file: "80-three-sheets.xlsx", told: []string{`"sheet":"Bergen"`, `"rows":2`}, holds: []string{"Ola Eksempel"}, lacks: []string{"Kari Eksempel"}},
	{option: "encoding=windows-1252", file: "customer_id,name\n2,P\x8cl\n", told: []string{`"encoding":"windows-1252"`}, holds: []string{"PŒl"}, lacks: []string{"Pål"}},
	{option: "delimiter=pipe", file: "customer_id|name;kort\n2|Ola;O\n3|Per;P\n", query: "create_fields=true", told: []string{`"delimiter":"pipe"`}, holds: []string{"Ola;O"}},
	{option: "header_row=3", file: "customer_id,name\n2,Ola\ncustomer_id,email\n3,per@post.example\n", told: []string{`"header_row":3`, `"rows":1`}, holds: []string{"per@post.example"}, lacks: []string{"Ola"}},
	{option: "hidden=skip", file: "52-hidden-rows.xlsx", told: []string{`"rows":1`, "hidden_skipped"}, holds: []string{"Kari Eksempel 1"}, lacks: []string{"Kari Eksempel 2"}},
	{option: "file_name=kunder.csv", file: "customer_id,name\n2,Ola\n", told: []string{`"file_name":"kunder.csv"`}, holds: []string{"Ola"}},
}

// content is the file of a case.
func (c *optionCase) content(t *testing.T) string {
	t.Helper()
	if !strings.HasSuffix(c.file, ".xlsx") {
		return c.file
	}
	content, err := os.ReadFile(filepath.Join("testdata", "imports", c.file))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// send sends the file of a case as anything, and gives what is told of it.
func (c *optionCase) send(t *testing.T, s *testkit.Server, queries ...string) string {
	t.Helper()
	values := url.Values{}
	for _, query := range queries {
		for pair := range strings.SplitSeq(query, "&") {
			if name, value, ok := strings.Cut(pair, "="); ok {
				values.Add(name, value)
			}
		}
	}
	if !values.Has("wait") {
		values.Set("wait", "60")
	}
	answer, _ := sendFile(t, s, "?"+values.Encode(), c.content(t), map[string]string{"Content-Type": "application/octet-stream"})
	if answer.Status != http.StatusCreated {
		return fmt.Sprintf("%d %s", answer.Status, answer.Body)
	}
	var told map[string]json.RawMessage
	if err := json.Unmarshal(answer.Body, &told); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"id", "created_at", "finished_at", "dry_run"} {
		delete(told, name)
	}
	text, err := json.Marshal(told)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// shownRows are those that a dry run alone tells.
var shownRows = regexp.MustCompile(`,"rows":\[.*\]`)

func customersOf(t *testing.T, s *testkit.Server) string {
	t.Helper()
	return string(s.Get(t, s.Acme.Admin, customerList).Body)
}

func TestEachOptionOfAnImportChangesWhatADryRunTellsAndWhatARunWritesAlike(t *testing.T) {
	t.Parallel()
	for _, c := range optionCases {
		t.Run(c.option, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, api.Config{})
			before := optionCase{file: heldBefore}
			before.send(t, s, "map=Vei=Gatenavn")
			held := customersOf(t, s)
			without := c.send(t, s, c.query, "dry_run=true")
			tried := c.send(t, s, c.query, c.option, "dry_run=true")
			if tried == without {
				t.Errorf("a dry run tells the same without it: %s", tried)
			}
			if customersOf(t, s) != held {
				t.Error("a dry run writes")
			}
			came := c.send(t, s, c.query, c.option)
			if tried, came := shownRows.ReplaceAllString(tried, ""), shownRows.ReplaceAllString(came, ""); tried != came {
				t.Errorf("a dry run tells\n%s, and a run\n%s", tried, came)
			}
			for _, want := range c.told {
				if !strings.Contains(came, want) {
					t.Errorf("it lacks %s: %s", want, came)
				}
			}
			list := customersOf(t, s)
			for _, want := range c.holds {
				if !strings.Contains(list, want) {
					t.Errorf("nobody holds %s: %s", want, list)
				}
			}
			for _, no := range c.lacks {
				if strings.Contains(list, no) {
					t.Errorf("somebody holds %s: %s", no, list)
				}
			}
		})
	}
}

func TestEachDocumentedOptionOfAnImportIsTriedByName(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, operation, _ := strings.Cut(string(document), "operationId: startImport\n")
	operation, _, _ = strings.Cut(operation, "requestBody:")
	tried := map[string]bool{"dry_run": true, "wait": true} // in each of the cases
	for _, c := range optionCases {
		name, _, _ := strings.Cut(c.option, "=")
		tried[name] = true
	}
	documented := map[string]bool{}
	for _, found := range regexp.MustCompile(`- name: (\S+)`).FindAllStringSubmatch(operation, -1) {
		documented[found[1]] = true
	}
	if !maps.Equal(tried, documented) {
		t.Errorf("tried are %v, documented %v", slices.Sorted(maps.Keys(tried)), slices.Sorted(maps.Keys(documented)))
	}
}

func TestAnOptionOfAnImportThatIsRefusedIsCalledAsTheAPICallsIt(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	plain := optionCase{file: "customer_id,name,Vei\n1,Kari,Storgata\n"}
	doubt := optionCase{file: "customer_id;Sum;Dag\n2;1.250;03/04/2026\n"}
	for _, c := range []struct {
		file        *optionCase
		query, want string
	}{
		{&plain, "mode=all", "mode is upsert, new or update."},
		{&plain, "match=name", "match is customer_id, phone or email."},
		{&plain, "ids=mine", "ids is file or new."},
		{&plain, "repeats=all", "repeats is last, first or reject."},
		{&plain, "decimal=dot", "decimal is comma, point or text."},
		{&plain, "dates=ydm", "dates is dmy, mdy, ymd or text."},
		{&plain, "hidden=show", "hidden is one of: skip."},
		{&plain, "delimiter=colon", "delimiter is one of: comma, semicolon, tab, pipe."},
		{&plain, "encoding=klingon", "encoding"},
		{&plain, "header_row=0", "header_row must be a whole number from 1"},
		{&plain, "match=phone&country=Norge", "by two letters such as country=NO."},
		{&plain, "campaign=K", "campaign must be a whole number"},
		{&plain, "campaign=12345", "has no campaign 12345."},
		{&plain, "map=name", `map is COLUMN=FIELD, not \"name\".`},
		{&plain, "map=Hus=name", `map names a column \"Hus\" that the file lacks.`},
		{&plain, "map=Vei=Gate", `map fills \"Gate\", which is no field`},
		{&plain, "", "Make the fields with create_fields=true, match a column with map=COLUMN=FIELD, or leave it out with map=COLUMN=."},
		{&plain, "create_fields=maybe", "create_fields must be True or False."},
		{&plain, "forget_mapping=maybe", "forget_mapping must be True or False."},
		{&plain, "dry_run=maybe", "dry_run must be True or False."},
		{&plain, "wait=61", "wait must be a whole number from 0 to 60."},
		{&plain, "hiden=skip", `hidden`},
		{&optionCase{file: "80-three-sheets.xlsx"}, "sheet=Stavanger", "the workbook has no sheet"},
		{&doubt, "create_fields=true", "decimal=comma"},
		{&doubt, "create_fields=true&decimal=point", "dates=dmy"},
		{&optionCase{file: "customer_id,name\n2,\x8c\x8a\x9f\n"}, "", "encoding="},
		{&optionCase{file: "name\nKari\n"}, "", "or let ids be given with ids=new."},
	} {
		refused := c.file.send(t, s, c.query)
		if !strings.HasPrefix(refused, "400 ") || !strings.Contains(strings.ToLower(refused), strings.ToLower(c.want)) || strings.Contains(refused, "--") {
			t.Errorf("%s gives %s, want %s", c.query, refused, c.want)
		}
	}
}

func TestADryRunShowsNoRowThatItLeavesOutForBeingHidden(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	c := optionCase{file: "52-hidden-rows.xlsx"}
	const hidden = `"Kari Eksempel 2"`
	if told := c.send(t, s, "dry_run=true"); !strings.Contains(told, hidden) {
		t.Errorf("without the option it tells %s", told)
	}
	if told := c.send(t, s, "dry_run=true&hidden=skip"); strings.Contains(told, hidden) || !strings.Contains(told, `"Kari Eksempel 1"`) {
		t.Errorf("with the option it tells %s", told)
	}
}

func TestOptionsThatMeanNothingForAFileAreRefused(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	for query, want := range map[string]string{
		"&hidden=skip":            "hidden means nothing for CSV. Leave it out.",
		"&country=NO":             "country means nothing without match=phone. Leave it out.",
		"&country=NO&match=email": "country means nothing without match=phone. Leave it out.",
	} {
		answer, _ := sendFile(t, s, "?dry_run=true&wait=60"+query, "customer_id,name\nK-1,Kari\n", nil)
		if answer.Status != http.StatusBadRequest || !strings.Contains(string(answer.Body), want) {
			t.Errorf("%s gives %s", query, answer.Body)
		}
	}
}
