package importpages

import (
	"testing"

	"callflow/internal/console/templatecheck"
)

func TestTemplatesOfTheImportsAskForNothingThatTheirPagesDoNotHave(t *testing.T) {
	t.Parallel()
	templatecheck.Room(t, map[string]any{
		"import_job": &importJobView{}, "import_match": &matchView{}, "import_rehearsal": &rehearsalView{}, "import_read": &readView{},
		"imports": &importsView{},
	}, map[[2]string]any{
		{"import_job", "job"}: &jobView{}, {"import_rehearsal", "trial"}: &trialView{},
	})
}
