package templatecheck

import (
	"reflect"
	"strings"
	"testing"
	"text/template/parse"

	"callflow/internal/console/locale"
)

func TestTheCheckOfTemplatesFindsWhatIsMissing(t *testing.T) {
	t.Parallel()
	type inner struct{ Name string }
	type outer struct {
		locale.Reader
		One   inner
		Many  []inner
		Texts map[string]string
	}
	for text, want := range map[string]string{
		`{{$.One.Name}} {{range .Many}}{{.Name}} {{$.T .Name}}{{end}} {{index .Texts "a"}} {{with .One}}{{.Name}}{{end}}`: "",
		`{{range $i, $one := .Many}}{{$i}} {{$one.Name}}{{else}}{{.One.Name}}{{end}}`:                                     "",
		`{{range $i, $one := list .One $}}{{end}}{{(index (list .One 1) 0).Name}}{{len .Many | printf "%d"}}`:             "",
		`{{.Two}}`:                                    "has no Two",
		`{{if false}}{{.One.Nam}}{{end}}`:             "inner has no Nam",
		`{{range .Many}}{{.One}}{{end}}`:              "inner has no One",
		`{{with .One}}{{else}}{{.Name}}{{end}}`:       "outer has no Name",
		`{{range .One}}{{end}}`:                       "range over",
		`{{$.Moment}}`:                                "0 arguments for",
		`{{$.Moment 1 2}}`:                            "2 arguments for",
		`{{.One.Name 1}}`:                             "it takes no arguments",
		`{{(index (list 1 .One) 1).Nam}}`:             "inner has no Nam",
		`{{template "part" .One}}`:                    "inner has no Many",
		`{{$x := .One}}{{$x.Nam}}`:                    "inner has no Nam",
		`{{template "nowhere" .}}`:                    "there is no template nowhere",
		`{{range index (list .Many) 0}}{{.A}}{{end}}`: "inner has no A",
	} {
		trees, err := parse.Parse("page", text+`{{define "part"}}{{range .Many}}{{end}}{{end}}`, "", "", map[string]any{"list": 1, "index": 1, "len": 1, "printf": 1})
		if err != nil {
			t.Fatal(text, err)
		}
		c := &check{trees: trees, visited: make(map[string]bool)}
		c.execute("page", holding(reflect.TypeFor[*outer]()))
		found := strings.Join(c.faults, "\n")
		if (want == "") != (found == "") || !strings.Contains(found, want) {
			t.Errorf("%s: found %q, want %q", text, found, want)
		}
	}
}
