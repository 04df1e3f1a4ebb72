// Package testkit holds what tests share: stores, servers, accounts and the check
// of answers against openapi.yaml. Production code does not import it.
package testkit

import (
	"encoding/base64"
	"fmt"
	"sync"
	"testing"

	"golang.org/x/crypto/argon2"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
)

// The ids that both accounts of a test server have.
const (
	ClientID      = 1
	AssignmentID  = 239 // of ClientID, with a custom field of each type
	CampaignID    = 998 // of AssignmentID, with the products PROD1, PROD2 and p
	SecondID      = 999 // of AssignmentID, without products
	OtherClientID = 2
	OtherAssignID = 240 // of OtherClientID
	OtherCampaign = 1000
)

// The custom fields of AssignmentID, by position: not the order of their ids.
const (
	FieldText    = 78
	FieldInteger = 79
	FieldDate    = 75
	FieldDecimal = 5
	FieldBoolean = 9
	FieldChoice  = 11
)

// Password is every user's.
const Password = "korrekt hest batteri"

// Account is an account of a test server, with a token for each kind of user.
type Account struct {
	ID    int64
	Name  string
	Users map[string]int64 // ids by the names below

	Admin    string // tokens
	Agent    string
	Reader   string
	External string // bound to ClientID
	Outsider string // bound to OtherClientID

	store *store.Store
	dsn   string
}

func newAccount(t testing.TB, s *Server, name string) *Account {
	t.Helper()
	id, err := s.App.CreateAccount(t.Context(), callflow.Account{Name: name, TimeZone: "Europe/Oslo"})
	if err != nil {
		t.Fatal(err)
	}
	a := &Account{ID: id, Name: name, Users: map[string]int64{}, store: s.Store, dsn: s.dsn}
	a.write(t, func(w *store.Write) error {
		if err := setUp(w); err != nil {
			return err
		}
		return a.createUsers(w)
	})
	a.createTokens(t, s.App)
	return a
}

func (a *Account) createUsers(w *store.Write) error {
	for _, user := range []callflow.User{
		{Name: "admin", Role: callflow.Admin},
		{Name: "agent", Role: callflow.Agent},
		{Name: "reader", Role: callflow.Reader},
		{Name: "external", Role: callflow.Reader, ClientID: ClientID},
		{Name: "outsider", Role: callflow.Reader, ClientID: OtherClientID},
	} {
		user.Email, user.PasswordHash, user.Active = a.Email(user.Name), cheapHash, true
		id, err := w.CreateUser(&user)
		if err != nil {
			return err
		}
		a.Users[user.Name] = id
	}
	return nil
}

// createTokens makes them at once, for one commit.
func (a *Account) createTokens(t testing.TB, verbs *app.App) {
	t.Helper()
	var all sync.WaitGroup
	for user, token := range map[string]*string{
		"admin": &a.Admin, "agent": &a.Agent, "reader": &a.Reader, "external": &a.External, "outsider": &a.Outsider,
	} {
		all.Go(func() {
			var err error
			if *token, err = verbs.CreateToken(t.Context(), a.ID, a.Users[user], "test"); err != nil {
				t.Errorf("a token for %s: %v", user, err)
			}
		})
	}
	all.Wait()
}

// Email is the address of one of the account's users, by the name of its token in small letters.
func (a *Account) Email(user string) string { return user + "@" + a.Name + ".example" }

// cheapHash is Password's, with costs that suit a test.
var cheapHash = func() string {
	const memory, passes, lanes = 64, 1, 1
	salt := []byte("salt of 16 bytes")
	sum := argon2.IDKey([]byte(Password), salt, passes, memory, lanes, 32)
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, lanes, encode(salt), encode(sum))
}()

func setUp(w *store.Write) error {
	steps := []func() (int64, error){
		func() (int64, error) {
			return setuprows.CreateClient(w, &callflow.Client{ID: ClientID, ShortName: "Client", FullName: "Client AS"})
		},
		func() (int64, error) {
			return setuprows.CreateClient(w, &callflow.Client{ID: OtherClientID, ShortName: "Annen", FullName: "Annen kunde AS"})
		},
		func() (int64, error) {
			return setuprows.CreateAssignment(w, &callflow.Assignment{ID: AssignmentID, ClientID: ClientID, Name: "Assignment", Description: "Fornyelser"})
		},
		func() (int64, error) {
			return setuprows.CreateAssignment(w, &callflow.Assignment{ID: OtherAssignID, ClientID: OtherClientID, Name: "Annet oppdrag"})
		},
		func() (int64, error) {
			return createCampaign(w, callflow.Campaign{ID: CampaignID, AssignmentID: AssignmentID, Name: "Bookingkampanje - TEST", StartDate: "2016-11-07"})
		},
		func() (int64, error) {
			return createCampaign(w, callflow.Campaign{ID: SecondID, AssignmentID: AssignmentID, Name: "Fornyelse", EndDate: "2026-06-16"})
		},
		func() (int64, error) {
			return createCampaign(w, callflow.Campaign{ID: OtherCampaign, AssignmentID: OtherAssignID, Name: "Annen kampanje"})
		},
	}
	for _, step := range steps {
		if _, err := step(); err != nil {
			return err
		}
	}
	if err := createFields(w); err != nil {
		return err
	}
	for _, code := range []string{"PROD1", "PROD2", "p"} {
		if _, err := setuprows.CreateProduct(w, CampaignID, &callflow.Product{Code: code, Title: code}); err != nil {
			return err
		}
	}
	return nil
}

func createCampaign(w *store.Write, campaign callflow.Campaign) (int64, error) {
	campaign.WithdrawMinutes = callflow.DefaultWithdrawMinutes
	return setuprows.CreateCampaign(w, &campaign, callflow.DefaultFlow())
}

func createFields(w *store.Write) error {
	for _, field := range []callflow.Field{
		{ID: FieldText, Key: "Gatenavn", Type: callflow.Text, MaxLength: 20, Hint: "Uten nummer"},
		{ID: FieldInteger, Key: "Husnummer", Type: callflow.Integer},
		{ID: FieldDate, Key: "Fødselsdato", Type: callflow.Date},
		{ID: FieldDecimal, Key: "Termin", Type: callflow.Decimal},
		{ID: FieldBoolean, Key: "Samtykke", Type: callflow.Boolean},
		{ID: FieldChoice, Key: "Abonnement", Type: callflow.Choice, Choices: []string{"Helg", "Komplett"}},
	} {
		if _, err := setuprows.CreateField(w, AssignmentID, &field); err != nil {
			return err
		}
	}
	return nil
}

// Session is that of a token.
func (s *Server) Session(t testing.TB, token string) *auth.Session {
	t.Helper()
	session, err := s.App.WithToken(t.Context(), token, "")
	if err != nil {
		t.Fatal(err)
	}
	return session
}
