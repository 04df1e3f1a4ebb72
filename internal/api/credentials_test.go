package api_test

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func basic(email, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(email+":"+password))
}

func askAs(t *testing.T, s *testkit.Server, authorization string) *testkit.Answer {
	t.Helper()
	return s.Ask(t, testkit.Request{Path: secondList, Header: map[string]string{"Authorization": authorization}})
}

func TestCredentialsThatAreRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	const (
		none      = "Authentication credentials were not provided."
		token     = "Invalid token."
		password  = "Invalid username/password."
		notBase64 = "Invalid basic header. Credentials not correctly base64 encoded."
	)
	for sentence, test := range map[string]struct{ authorization, detail string }{
		"none":                                    {"", none},
		"another scheme":                          {"Digest abc", none},
		"a token without its scheme":              {s.Acme.Admin, none},
		"a token that callflow did not make":      {"Token abc", token},
		"a token of its form":                     {"Token cf_1_AAAAAAAAAAAAAAAAAAAAAAAAAAA", token},
		"a token of an account that is not there": {"Token cf_zz_AAAAAAAAAAAAAAAAAAAAAAAAAAA", token},
		"a token of account 0":                    {"Token cf_0_A", token},
		"a token cut short":                       {"Token " + s.Acme.Admin[:len(s.Acme.Admin)-1], token},
		"one account's, said to be another's":     {"Token cf_2_" + strings.SplitN(s.Acme.Admin, "_", 3)[2], token},
		"a scheme without a token":                {"Token", "Invalid token header. No credentials provided."},
		"a bearer without a token":                {"Bearer ", "Invalid token header. No credentials provided."},
		"a token with spaces":                     {"Token a b", "Invalid token header. Token string should not contain spaces."},
		"basic without credentials":               {"basic", "Invalid basic header. No credentials provided."},
		"basic with spaces":                       {"Basic a b", "Invalid basic header. Credentials string should not contain spaces."},
		"basic that is not base64":                {"Basic æøå", notBase64},
		"basic without a colon":                   {"Basic " + base64.StdEncoding.EncodeToString([]byte("kari")), password},
		"a wrong password":                        {basic(s.Acme.Email("reader"), "feil"), password},
		"no password":                             {basic(s.Acme.Email("reader"), ""), password},
		"an e-mail that nobody has":               {basic("nobody@acme.example", testkit.Password), password},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := askAs(t, s, test.authorization)
			if answer.Status != http.StatusUnauthorized || answer.Detail(t) != test.detail {
				t.Errorf("answered %d %s, want 401 %s", answer.Status, answer.Body, test.detail)
			}
			want := []string{`Token realm="api"`, `Basic realm="api", charset="UTF-8"`}
			if got := answer.Header.Values("WWW-Authenticate"); !slices.Equal(got, want) {
				t.Errorf("WWW-Authenticate is %q, want %q", got, want)
			}
		})
	}
}

func TestCredentialsThatAreTaken(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for sentence, authorization := range map[string]string{
		"Token":                    "Token " + s.Acme.Reader,
		"a token in small letters": "token " + s.Acme.Reader,
		"TOKEN":                    "TOKEN " + s.Acme.Reader,
		"Bearer":                   "Bearer " + s.Acme.Reader,
		"bEARER":                   "bEARER " + s.Acme.Reader,
		"spaces around":            "Token   " + s.Acme.Reader + "  ",
		"Basic":                    basic(s.Acme.Email("reader"), testkit.Password),
		"basic in small letters":   "basic " + basic(s.Acme.Email("reader"), testkit.Password)[6:],
		"an e-mail in capitals":    basic(strings.ToUpper(s.Acme.Email("reader")), testkit.Password),
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			wantStatus(t, askAs(t, s, authorization), http.StatusOK)
		})
	}
}

func TestAUserWhoIsSwitchedOff(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, authorization := range []string{"Token " + s.Acme.Reader, basic(s.Acme.Email("reader"), testkit.Password)} {
		wantStatus(t, askAs(t, s, authorization), http.StatusOK)
	}
	if err := s.App.SetUserActive(t.Context(), s.Acme.ID, s.Acme.Users["reader"], false); err != nil {
		t.Fatal(err)
	}
	for _, authorization := range []string{"Token " + s.Acme.Reader, basic(s.Acme.Email("reader"), testkit.Password)} {
		answer := askAs(t, s, authorization)
		if answer.Status != http.StatusUnauthorized || answer.Detail(t) != "User inactive or deleted." {
			t.Errorf("answered %d %s", answer.Status, answer.Body)
		}
	}
	if err := s.App.SetUserActive(t.Context(), s.Acme.ID, s.Acme.Users["reader"], true); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, askAs(t, s, "Token "+s.Acme.Reader), http.StatusOK)
}

func TestATokenThatWasTakenAwayIsInvalidAtOnce(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	wantStatus(t, s.Get(t, s.Acme.Reader, secondList), http.StatusOK)
	setup, err := s.App.Account(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range setup.Tokens() {
		if token.UserID != s.Acme.Users["reader"] {
			continue
		}
		if err := s.App.DeleteToken(t.Context(), s.Acme.ID, token.ID); err != nil {
			t.Fatal(err)
		}
	}
	answer := s.Get(t, s.Acme.Reader, secondList)
	if answer.Status != http.StatusUnauthorized || answer.Detail(t) != "Invalid token." {
		t.Errorf("answered %d %s", answer.Status, answer.Body)
	}
}

func TestAPasswordThatWasChangedEndsTheOldOne(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	wantStatus(t, askAs(t, s, basic(s.Acme.Email("reader"), testkit.Password)), http.StatusOK)
	if err := s.App.SetPassword(t.Context(), s.Acme.ID, s.Acme.Users["reader"], "et helt nytt passord"); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, askAs(t, s, basic(s.Acme.Email("reader"), testkit.Password)), http.StatusUnauthorized)
	wantStatus(t, askAs(t, s, basic(s.Acme.Email("reader"), "et helt nytt passord")), http.StatusOK)
}

func TestWithADomainTheHostNamesTheAccount(t *testing.T) {
	t.Parallel()
	s := newServerWith(t, api.Config{Domain: "headshed.example"})
	for sentence, test := range map[string]struct {
		host, authorization string
		status              int
	}{
		"the token's account":                  {"acme.headshed.example", "Token " + s.Acme.Reader, http.StatusOK},
		"with a port":                          {"acme.headshed.example:8080", "Token " + s.Acme.Reader, http.StatusOK},
		"in capitals":                          {"ACME.Headshed.Example", "Token " + s.Acme.Reader, http.StatusOK},
		"the password's account":               {"acme.headshed.example", basic(s.Acme.Email("reader"), testkit.Password), http.StatusOK},
		"another account's token":              {"acme.headshed.example", "Token " + s.Other.Reader, http.StatusUnauthorized},
		"another account's password":           {"acme.headshed.example", basic(s.Other.Email("reader"), testkit.Password), http.StatusUnauthorized},
		"an account that is not there":         {"nobody.headshed.example", "Token " + s.Acme.Reader, http.StatusUnauthorized},
		"the domain alone":                     {"headshed.example", "Token " + s.Acme.Reader, http.StatusUnauthorized},
		"a label too many":                     {"www.acme.headshed.example", "Token " + s.Acme.Reader, http.StatusUnauthorized},
		"another domain":                       {"acme.example", "Token " + s.Acme.Reader, http.StatusUnauthorized},
		"the domain in front of another":       {"acme.headshed.example.evil.example", "Token " + s.Acme.Reader, http.StatusUnauthorized},
		"a password where no account is named": {"headshed.example", basic(s.Acme.Email("reader"), testkit.Password), http.StatusUnauthorized},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := s.Ask(t, testkit.Request{Path: secondList, Host: test.host, Header: map[string]string{"Authorization": test.authorization}})
			wantStatus(t, answer, test.status)
		})
	}
}

func TestAPasswordCannotBeGuessedForLong(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	if answer := guessUntilRefused(t, s); answer.Header.Get("Retry-After") == "" {
		t.Error("Retry-After is missing")
	}
	wantStatus(t, askAs(t, s, basic(s.Acme.Email("agent"), testkit.Password)), http.StatusOK)
	wantStatus(t, askAs(t, s, "Token "+s.Acme.Reader), http.StatusOK)
}
