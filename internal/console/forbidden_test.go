package console_test

import (
	"net/http"
	"testing"
)

func TestAPageThatSomebodyMayNotSeeSaysWhoMayAndWhomToAsk(t *testing.T) {
	t.Parallel()
	s, _ := newDesk(t, 1)
	for _, test := range []struct{ user, path, english, norwegian string }{
		{
			"reader", deskOfCampaign, "You do not have permission to perform this action. It takes the role of agent or admin: ask an administrator of the account.",
			"Du har ikke lov til dette. Det krever rollen agent eller administrator: spør en administrator for kontoen.",
		},
		{
			"external", "/imports", "You do not have permission to perform this action. It takes the role of admin: ask an administrator of the account.",
			"Du har ikke lov til dette. Det krever rollen administrator: spør en administrator for kontoen.",
		},
		{"agent", "/set-up", "It takes the role of admin", "Det krever rollen administrator"},
		{"agent", "/set-up/users", "It takes the role of admin", "Det krever rollen administrator"},
	} {
		b := signedIn(t, s, s.Acme.Email(test.user))
		b.get(t, test.path).shows(t, http.StatusForbidden, test.english)
		b.header.Set("Accept-Language", "nb")
		b.get(t, test.path).shows(t, http.StatusForbidden, test.norwegian)
	}
	reader := signedIn(t, s, s.Acme.Email("reader"))
	reader.post(t, deskOfCampaign+"/undo?id=1", nil).shows(t, http.StatusForbidden, "It takes the role of agent or admin")
	reader.post(t, "/campaigns/998/move", nil).shows(t, http.StatusForbidden, "It takes the role of admin")
}
