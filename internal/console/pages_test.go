package console

import (
	"testing"

	"callflow/internal/console/setuppages"
	"callflow/internal/console/templatecheck"
)

func TestTemplatesAskForNothingThatTheirPagesDoNotHave(t *testing.T) {
	t.Parallel()
	templatecheck.Room(t, map[string]any{
		"campaign": &campaignView{}, "campaigns": &campaignsList{},
		"desk": &deskView{}, "desk_call": &callView{}, "desk_start": &deskStart{}, "first_run": &firstRunForm{},
		"setup_thing": &setuppages.Thing{}, "sign_in": &signInForm{},
	}, map[[2]string]any{
		{"campaign", "overview"}: &overview{}, {"campaigns", "board"}: &boardView{}, {"campaigns", "board-row"}: &boardView{},
	})
}
