package app_test

import (
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/testkit"
)

func TestWhoeverIsBoundToAClientReadsAloneWhicheverWayTheUserIsMade(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := s.Session(t, s.Acme.Admin)
	for _, role := range []callflow.Role{callflow.Admin, callflow.Agent, callflow.Reader} {
		email := string(role) + "@bound.example"
		_, inConsole := s.App.AddUser(t.Context(), admin, &app.UserRequest{Email: "c-" + email, Role: role, ClientID: testkit.ClientID, Password: testkit.Password})
		user := callflow.User{Email: email, Role: role, ClientID: testkit.ClientID}
		_, atCommand := s.App.CreateUser(t.Context(), s.Acme.ID, user, testkit.Password)
		for way, err := range map[string]error{"in the console": inConsole, "at the command line": atCommand} {
			refused := err != nil && strings.Contains(callflow.ErrorText(err), "reads alone")
			if refused == (role == callflow.Reader) || !refused && err != nil {
				t.Errorf("%s, %s is made with %v", way, role, err)
			}
		}
	}
}
