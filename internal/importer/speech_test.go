package importer

import (
	"strings"
	"testing"

	"callflow"
	"callflow/internal/tabular"
)

func TestOfAFileInDoubtEachDoorNamesItsOwnOptions(t *testing.T) {
	t.Parallel()
	const (
		doubtful  = "customer_id;name\n1;Ji\xf8\xed Dvo\xf8\xe1k\n" // in windows-1250
		headless  = "1;90000001\n2;90000002\n3;90000003\n"
		rowsAbove = "Put a row with the columns' names above it, such as customer_id, name and phone_1, or say which row has them"
	)
	for _, c := range []struct {
		file   string
		speaks Speech
		want   string
	}{
		{doubtful, SpeaksFlags, "--encoding windows-1250"}, {doubtful, SpeaksParameters, "encoding=windows-1250"},
		{doubtful, SpeaksPage, "Say which encoding is right, or save the file as UTF-8."},
		{headless, SpeaksFlags, rowsAbove + ", such as --header-row 2."}, {headless, SpeaksParameters, rowsAbove + ", such as header_row=2."},
		{headless, SpeaksPage, rowsAbove + "."},
	} {
		im := &Run{Request: &Request{Source: strings.NewReader(c.file), Speaks: c.speaks, Options: tabular.Options{Name: "kunder.csv"}}}
		err := im.open()
		if text := callflow.ErrorText(err); callflow.ErrorCode(err) != callflow.Invalid || !strings.Contains(text, c.want) {
			t.Errorf("where it speaks %d, %q lacks %q", c.speaks, text, c.want)
		}
	}
}
