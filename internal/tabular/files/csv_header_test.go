package files

import (
	"strings"
	"testing"

	"callflow/internal/tabular"
)

func TestALineBreakInTheFirstHeadingIsABlank(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"\"Kunde\nnr\",name,phone_1\nK-1,Kari,91234567\n", "\"Kunde\r\nnr\";name;phone_1\r\nK-1;Kari;91234567\r\n",
		"\"\nKunde nr\"\tname\tphone_1\nK-1\tKari\t91234567\n", "line,reason,\"Kunde\nnr\",name,phone_1\n2,it was wrong,K-1,Kari,91234567\n",
	} {
		r := open(t, text, tabular.Options{})
		if got := strings.Join(r.Columns(), "|"); got != "Kunde nr|name|phone_1" {
			t.Errorf("%q has the columns %s", text, got)
		}
		wantParts(t, outcomes(t, r), []string{"3: K-1|Kari|91234567"})
	}
}
