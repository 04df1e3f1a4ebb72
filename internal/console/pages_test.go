package console

import (
	"testing"

	"callflow/internal/console/templatecheck"
)

func TestTemplatesAskForNothingThatTheirPagesDoNotHave(t *testing.T) {
	t.Parallel()
	templatecheck.Room(t, map[string]any{
		"campaign": &campaignView{}, "campaigns": &campaignsList{}, "customer": &customerView{}, "customer_form": &customerForm{},
		"desk": &deskView{}, "desk_call": &callView{}, "desk_start": &deskStart{}, "first_run": &firstRunForm{},
		"import_job": &importJobView{}, "import_match": &matchView{}, "import_rehearsal": &rehearsalView{}, "import_read": &readView{}, "imports": &importsView{},
		"setup": &setupOverview{}, "setup_audit": &setupAudit{}, "setup_list": &setupListPage{},
		"setup_field": &fieldChange{}, "setup_mirrors": &setupMirrors{}, "setup_thing": &setupThing{}, "setup_tokens": &setupTokens{}, "setup_user": &setupUser{},
		"setup_users": &setupUsers{}, "sign_in": &signInForm{},
	}, map[[2]string]any{
		{"campaign", "overview"}: &overview{}, {"campaigns", "board"}: &boardView{}, {"campaigns", "board-row"}: &boardView{},
		{"import_job", "job"}: &jobView{}, {"import_rehearsal", "trial"}: &trialView{},
	})
}
