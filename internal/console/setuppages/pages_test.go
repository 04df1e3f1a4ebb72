package setuppages

import (
	"testing"

	"callflow/internal/console/templatecheck"
)

func TestTemplatesOfTheSetUpAskForNothingThatTheirPagesDoNotHave(t *testing.T) {
	t.Parallel()
	templatecheck.Room(t, map[string]any{
		"setup": &overview{}, "setup_audit": &auditView{}, "setup_field": &fieldView{}, "setup_list": &listView{},
		"setup_mirrors": &mirrorsView{}, "setup_thing": &Thing{}, "setup_tokens": &tokensView{}, "setup_user": &userView{},
		"setup_users": &usersView{},
	}, nil)
}
