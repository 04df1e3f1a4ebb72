package storetest

import (
	"testing"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/callwork"
	"callflow/internal/given"
	"callflow/internal/store"
	"callflow/internal/store/verify"
)

// withdrawnOutcomeIsCopied copies an account in which an outcome was taken back, and takes another back in the copy: both are linked as they were.
func withdrawnOutcomeIsCopied(t *testing.T, f *copyFixture) {
	f.source.write(t, setUpTheRest)
	f.source.write(t, func(w *store.Write) error {
		_, err := w.PutCustomer(customer("1", "Åse"))
		return err
	})
	source := verbs(t, f.source)
	token, err := source.CreateToken(t.Context(), f.source.account, 1, "key")
	if err != nil {
		t.Fatal(err)
	}
	session := withToken(t, source, token)
	if _, _, err := source.Calls.AddCustomers(t.Context(), session, campaignID, &callwork.AddInput{IDs: given.Of([]string{"1"})}); err != nil {
		t.Fatal(err)
	}
	first := f.registers(t, source, session)
	second := f.registers(t, source, session)
	takesBack(t, source, session, first)
	f.wantCopy(t)
	target := verbs(t, f.target)
	there := withToken(t, target, token)
	if _, err := target.Calls.WithdrawOutcome(t.Context(), there, outcomeAt(first), &callwork.WithdrawInput{}); callflow.ErrorCode(err) != callflow.Conflict {
		t.Errorf("an outcome that was taken back before the copy is taken back in it: %v", err)
	}
	takesBack(t, target, there, second)
	f.target.account = f.source.account
	if _, err := target.Verify(t.Context(), &app.VerifyRequest{
		Account: "acme", Progress: func(string, int64, int64) {}, Differs: func(_ string, d verify.Difference) { t.Errorf("%s: %s", d.Where, d.What) },
	}); err != nil {
		t.Error(err)
	}
}

func withToken(t *testing.T, verbs *app.App, token string) *auth.Session {
	t.Helper()
	session, err := verbs.WithToken(t.Context(), token, "")
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func outcomeAt(seq int64) callwork.OutcomePlace {
	return callwork.OutcomePlace{Place: callwork.Place{CampaignID: campaignID, CustomerID: "1"}, Seq: seq}
}

// registers registers an outcome, and gives its seq.
func (f *copyFixture) registers(t *testing.T, verbs *app.App, session *auth.Session) int64 {
	t.Helper()
	if _, err := verbs.Calls.RegisterOutcome(t.Context(), session, outcomeAt(0).Place, &callwork.OutcomeInput{Type: given.Of("Lead")}); err != nil {
		t.Fatal(callflow.ErrorText(err))
	}
	return f.source.moment(t).Seq
}

func takesBack(t *testing.T, verbs *app.App, session *auth.Session, seq int64) {
	t.Helper()
	if _, err := verbs.Calls.WithdrawOutcome(t.Context(), session, outcomeAt(seq), &callwork.WithdrawInput{}); err != nil {
		t.Fatal(callflow.ErrorText(err))
	}
}
