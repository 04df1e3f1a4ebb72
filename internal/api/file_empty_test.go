package api_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"callflow/internal/testkit"
)

// heading is the first row of a list as CSV, which has as many rows below it as are wanted.
func heading(t *testing.T, s *testkit.Server, path string, rows int) string {
	t.Helper()
	text := string(s.Get(t, s.Acme.Admin, path).Body)
	if got := strings.Count(text, "\r\n") - 1; got != rows {
		t.Errorf("%s has %d rows, want %d: %s", path, got, rows, text)
	}
	first, _, _ := strings.Cut(text, "\r\n")
	return first
}

func TestAnEmptyListOfOutcomesIsHeadedAsOneWithRows(t *testing.T) {
	t.Parallel()
	for _, generation := range []int{2019, 2020} {
		s := newFlow(t, 1)
		setGeneration(t, s, generation)
		lists := []string{
			outcomesPath + "?format=csv", productsPath + "?format=csv", outcomesPath + "?format=csv&include=id,withdrawn",
			productsPath + "?format=csv&include=id&headings=labels", "/api/v1/assignments/239/call_outcomes/?format=csv&delimiter=semicolon",
		}
		var empty []string
		for _, list := range lists {
			empty = append(empty, heading(t, s, list, 0))
		}
		steps(t, s, "1", `{"type":"Sale","subtype":"Yes","products":{"PROD1":1}}`)
		for i, list := range lists {
			if full := heading(t, s, list, 1); empty[i] != full {
				t.Errorf("in %d, %s is headed %q while it is empty, and %q with a row", generation, list, empty[i], full)
			}
		}
	}
}

func TestAnEmptyListOfWhatIsNotSetUpYetHasItsFixedColumns(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 0)
	setUp := func(path, body string) {
		t.Helper()
		wantStatus(t, post(t, s, s.Acme.Admin, "/api/v1/"+path, body), http.StatusCreated)
	}
	setUp("clients/", `{"id":70,"short_name":"Ny","full_name":"Ny AS"}`)
	setUp("assignments/", `{"id":71,"client_id":70,"name":"Uten kampanje"}`)
	setUp("assignments/71/crm_custom_fields/", `{"id":7100,"key":"Måler","type":"text"}`)
	for path, want := range map[string][]string{
		"assignments/71/call_outcomes/":                                            {"crm__customer_id", "crm__custom_info__7100", "call_outcome__type", "client__short_name"},
		"assignments/71/product_registrations/":                                    {"crm__customer_id", "crm__custom_info__7100", "product__code", "campaign__name"},
		"assignments/71/callflow_customers/":                                       {"crm__customer_id", "crm__custom_info__7100", "callflow__callstate__name", "meeting__agent"},
		"assignments/71/customers/":                                                {"crm__customer_id", "crm__custom_info__7100", "crm__change_log__updated"},
		"data_owners/70/crm/B2C/call_outcomes/":                                    {"crm__customer_id", "crm__custom_info__7100", "call_outcome__type"},
		"data_owners/70/crm/B2C/callflow_customers/":                               {"crm__customer_id", "crm__custom_info__7100", "callflow__callstate__name"},
		"call_outcomes/":                                                           {"crm__customer_id", "crm__custom_info__78", "call_outcome__type"},
		"call_outcomes/?headings=labels&bom=false":                                 {"Customer id", "Gatenavn", "Outcome"},
		"assignments/71/callflow_customers/?fields=callflow__due,crm__customer_id": {"callflow__due", "crm__customer_id"},
	} {
		mark := "?"
		if strings.Contains(path, "?") {
			mark = "&"
		}
		columns := strings.Split(heading(t, s, "/api/v1/"+path+mark+"format=csv", 0), ",")
		for _, column := range want {
			if !slices.Contains(columns, column) {
				t.Errorf("%s has no column %s: %q", path, column, columns)
			}
		}
	}
}

func TestAnEmptyListOfOutcomesIsAWorkbookAndParquetWithColumns(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	book, err := excelize.OpenReader(bytes.NewReader(s.Get(t, s.Acme.Reader, outcomesPath+"?format=xlsx").Body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if rows, err := book.GetRows("Sheet1"); err != nil || len(rows) != 1 || !slices.Contains(rows[0], "call_outcome__type") {
		t.Errorf("the workbook has %q %v", rows, err)
	}
	body := s.Get(t, s.Acme.Reader, productsPath+"?format=parquet").Body
	opened, err := parquet.OpenFile(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	units, day := opened.Root().Column("product__units"), opened.Root().Column("crm__custom_info__75")
	if opened.NumRows() != 0 || units == nil || units.Type().String() != "INT(64,true)" || day == nil || day.Type().String() != "DATE" {
		t.Errorf("Parquet has the schema %s", opened.Schema())
	}
}
