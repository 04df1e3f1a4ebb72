package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/store"
	"callflow/internal/store/handout"
)

// agent is a name that no finding may tell.
const agent = "Anna Bakkebø"

// damage is a statement that breaks an account ($1) in which workInOrder was done, and what is to be found then.
type damage struct{ sql, found string }

var damages = []damage{
	{"DELETE FROM changes WHERE account_id = $1 AND seq = 7", "the log: change 7 is missing"},
	{"DELETE FROM changes WHERE account_id = $1 AND seq IN (7, 8)", "the log: changes 7 to 8 are missing"},
	{"DELETE FROM changes WHERE account_id = $1 AND seq = 12", "the log: it ends with change 11, and the account's clock stands at 12"},
	{"UPDATE accounts SET seq = 11 WHERE account_id = $1", "the log: it ends with change 12, and the account's clock stands at 11"},
	{"UPDATE changes SET seq = 0 WHERE account_id = $1 AND seq = 1", "the log: change 0 has a number that the clock never gave"},
	{"UPDATE changes SET what = 9 WHERE account_id = $1 AND seq = 7", "the log: change 7 is of the unknown kind 9"},
	{"UPDATE changes SET campaign_id = 0 WHERE account_id = $1 AND seq = 7", "the log: change 7 belongs to no campaign"},

	{"UPDATE changes SET previous_seq = 4 WHERE account_id = $1 AND seq = 10",
		"campaign 998, number 1: change 10 follows change 4, and the one before it is 7"},
	{"UPDATE changes SET from_state = 3 WHERE account_id = $1 AND seq = 7", "campaign 998, number 1: change 7 comes from state 3, and it was in 1"},
	{"UPDATE changes SET assignment_id = 5 WHERE account_id = $1 AND seq = 7",
		"campaign 998, number 1: change 7 is of assignment 5, and the campaign's is 239"},
	{"UPDATE changes SET what = 1 WHERE account_id = $1 AND seq = 7", "campaign 998, number 1: change 7 adds it, and it was there already"},
	{"UPDATE changes SET what = 2 WHERE account_id = $1 AND seq = 4", "campaign 998, number 1: change 4 (moved) is of a row that was not there"},
	{"UPDATE changes SET what = 4 WHERE account_id = $1 AND seq = 4", "campaign 998, number 1: change 4 (removed) is of a row that was not there"},

	{"DELETE FROM callflow_customers WHERE account_id = $1 AND number = 1", "campaign 998, number 1: the row is missing: change 10 left it in state 2"},
	{"UPDATE callflow_customers SET number = 9 WHERE account_id = $1 AND number = 1", "campaign 998, number 9: the row is there, and not by the log"},
	{"UPDATE callflow_customers SET number = 9 WHERE account_id = $1 AND number = 1", "campaign 998, number 9: assignment 239 has no such customer"},
	{"UPDATE callflow_customers SET seq = 7 WHERE account_id = $1 AND number = 1", "campaign 998, number 1: seq is 7, and 10 by the log"},
	{"UPDATE callflow_customers SET state_id = 3 WHERE account_id = $1 AND number = 1", "campaign 998, number 1: state_id is 3, and 2 by the log"},
	{"UPDATE callflow_customers SET attempts = 3 WHERE account_id = $1 AND number = 2", "campaign 998, number 2: attempts is 3, and 1 by the log"},
	{"UPDATE callflow_customers SET changed_at = 3 WHERE account_id = $1 AND number = 1", "campaign 998, number 1: changed_at is 3, and 1000 by the log"},
	{"UPDATE callflow_customers SET due_at = 3 WHERE account_id = $1 AND number = 2", "campaign 998, number 2: due_at is 3, and 0 by the log"},
	{"UPDATE callflow_customers SET callback_user_id = 3 WHERE account_id = $1 AND number = 2",
		"campaign 998, number 2: callback_user_id is 3, and 0 by the log"},
	{"UPDATE callflow_customers SET status = (SELECT secret FROM accounts WHERE account_id = $1) WHERE account_id = $1 AND number = 2",
		"campaign 998, number 2: status is another one than the log's"},

	{"DELETE FROM removed_customers WHERE account_id = $1", "campaign 998, number 3: change 9 took it out, and that is not kept"},
	{"UPDATE removed_customers SET seq = 6 WHERE account_id = $1", "campaign 998, number 3: it is kept as taken out by change 6, and was by 9"},
	{"UPDATE removed_customers SET number = 1 WHERE account_id = $1", "campaign 998, number 1: it is kept as taken out, and is not by the log"},
	{"UPDATE removed_customers SET number = 9 WHERE account_id = $1", "campaign 998, number 9: it is kept as taken out, and is not by the log"},

	{"UPDATE customers SET seq = 1 WHERE account_id = $1 AND number = 1", "assignment 239, number 1: the customer's latest change is 1, and 10 by the log"},
	{"DELETE FROM customers WHERE account_id = $1 AND number = 1", "assignment 239, number 1: the customer is missing: change 10 wrote it"},
	{"DELETE FROM customers WHERE account_id = $1 AND number = 1", "campaign 998, number 1: assignment 239 has no such customer"},
	{"UPDATE assignments SET next_number = 3 WHERE account_id = $1",
		"assignment 239, number 3: the assignment's next number is 3, which lets this one be given again"},

	{"UPDATE counts SET n = 5 WHERE account_id = $1 AND list_id = -239 AND level = 0", "assignment 239: the count of all states is 5, and a recount gives 3"},
	{"UPDATE counts SET n = 5 WHERE account_id = $1 AND list_id = 998 AND state_id = 0 AND level = 0",
		"campaign 998: the count of all states is 5, and a recount gives 2"},
	{"UPDATE counts SET n = 5 WHERE account_id = $1 AND list_id = 998 AND state_id = 2 AND level = 1",
		"campaign 998: the count of state 2, numbers 0 to 16383 is 5, and a recount gives 2"},
	{"UPDATE counts SET block = 2 WHERE account_id = $1 AND list_id = 998 AND state_id = 2 AND level = 2",
		"campaign 998: the count of state 2, numbers 512 to 767 is 2, and a recount gives 0"},
	{"UPDATE counts SET block = 2 WHERE account_id = $1 AND list_id = 998 AND state_id = 2 AND level = 2",
		"campaign 998: the count of state 2, numbers 0 to 255 is missing, and a recount gives 2"},
	{"UPDATE counts SET n = 5 WHERE account_id = $1 AND list_id = 998 AND state_id = -2",
		"campaign 998: the count of customers with 1 attempts is 5, and a recount gives 1"},
	{"UPDATE counts SET seq = 9 WHERE account_id = $1 AND list_id = 998 AND state_id = 0 AND level = 0",
		"campaign 998: the latest change is 9 by the counts, and 10 by the log"},

	{"UPDATE callflow_customers SET no_number = 0 WHERE account_id = $1 AND number = 2",
		"campaign 998, number 2: it is kept as having a number that can be called, and its customer has none"},
	{"UPDATE callflow_customers SET no_number = 0 WHERE account_id = $1 AND number = 2",
		"campaign 998: the count of customers without a number in state 2 is 2, and a recount gives 1"},
	{"UPDATE counts SET n = 5 WHERE account_id = $1 AND list_id = 999 AND state_id < -1000",
		"campaign 999: the count of customers without a number in state 13 is 5, and a recount gives 1"},

	{"UPDATE outcome_tallies SET n = 2 WHERE account_id = $1",
		`campaign 998, 2020-02-02, outcome "Sale" "Ja" of user 1: it is tallied 2 times, and 1 times in the log`},
	{"UPDATE outcome_tallies SET day = '2020-02-01' WHERE account_id = $1",
		`campaign 998, 2020-02-01, outcome "Sale" "Ja" of user 1: it is tallied 1 times, and 0 times in the log`},
	{"DELETE FROM outcome_tallies WHERE account_id = $1",
		`campaign 998, 2020-02-02, outcome "Sale" "Ja" of user 1: it is not tallied, and 1 times in the log`},
	{"UPDATE outcome_tallies SET hits = 2 WHERE account_id = $1",
		`campaign 998, 2020-02-02, outcome "Sale" "Ja" of user 1: of 1, 2 are hits and 1 decisions, which can't be`},
	{"UPDATE outcome_tallies SET hits = 0 WHERE account_id = $1",
		`campaign 998, 2020-02-02, outcome "Sale" "Ja" of user 1: of 1, 0 are hits and 1 decisions, and by the log 1 and 1`},
	{"UPDATE outcome_tallies SET hits = 0, decisions = 0 WHERE account_id = $1",
		`campaign 998, 2020-02-02, outcome "Sale" "Ja" of user 1: of 1, 0 are hits and 0 decisions, and by the log 1 and 1`},

	{"UPDATE claims SET number = 3 WHERE account_id = $1", "campaign 998, number 3: somebody has claimed it, and it is not there"},
	{"UPDATE claims SET campaign_id = 5 WHERE account_id = $1", "campaign 5: it is not set up, and has rows, counts, claims or changes"},
	{"UPDATE customers SET assignment_id = 5 WHERE account_id = $1", "assignment 5: it is not set up, and has customers, counts or changes"},
}

func verifyFindsEachDamage(t *testing.T, f *fixture) {
	workInOrder(t, f)
	for i, damage := range damages {
		broken := &fixture{dsn: f.dsn, store: f.store}
		broken.account = broken.addAccount(t, fmt.Sprint("broken-", i))
		workInOrder(t, broken)
		broken.breakBy(t, damage.sql)
		_, told := broken.verify(t)
		text := strings.Join(told, "\n")
		if !slices.Contains(told, damage.found) {
			t.Errorf("after %s\nit finds\n%s\nwant %s", damage.sql, text, damage.found)
		}
		if strings.Contains(text, agent) {
			t.Errorf("after %s a person is named:\n%s", damage.sql, text)
		}
	}
	if verified, told := f.verify(t); verified.Differences != 0 {
		t.Errorf("the account that nobody broke has %d differences: %v", verified.Differences, told)
	}
}

// The log of databases older than schema 10 does not say what an outcome counted as.
func verifyLeavesOpenWhatAnOldLogDoesNotTell(t *testing.T, f *fixture) {
	workInOrder(t, f)
	f.breakBy(t, "UPDATE changes SET detail = NULL WHERE account_id = $1 AND what = 3")
	f.breakBy(t, "UPDATE outcome_tallies SET hits = 0 WHERE account_id = $1")
	if verified, told := f.verify(t); verified.Differences != 0 {
		t.Errorf("%d differences: %v", verified.Differences, told)
	}
}

// breakBy runs a statement that no verb of the store would.
func (f *fixture) breakBy(t *testing.T, sql string) {
	t.Helper()
	database, err := connect.Open(t.Context(), f.dsn)
	if err != nil {
		t.Fatal(err)
	}
	err = database.Write(t.Context(), func(tx db.Tx) error {
		changed, err := tx.Exec(sql, f.account)
		if changed == 0 && err == nil {
			t.Errorf("%s breaks nothing", sql)
		}
		return err
	})
	if err = errors.Join(err, database.Close()); err != nil {
		t.Fatal(err)
	}
}

// workInOrder does one of each thing to three customers of campaign 998, whose first states are 1 and 2.
func workInOrder(t *testing.T, f *fixture) {
	t.Helper()
	f.write(t, func(w *store.Write) error {
		if _, err := w.CreateUser(&callflow.User{Email: "anna@example.com", Name: agent, Role: callflow.Agent, Active: true}); err != nil {
			return err
		}
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		campaign := setup.Campaigns[campaignID]
		move := store.Move{CampaignID: campaignID, Number: 1, StateID: 2, At: 1000, What: callflow.Moved}
		sale := store.Move{
			CampaignID: campaignID, Number: 2, StateID: 2, Attempts: 1, What: callflow.Registered, Hit: true, Decision: true,
			At:     time.Date(2020, 2, 1, 23, 30, 0, 0, time.UTC).UnixMilli(), // the next day in the account's zone
			Status: callflow.Status{User: agent, Cause: "Sale", Alternative: "Ja"},
			Detail: callflow.Detail{UserID: 1, Meeting: true, Decision: true},
		}
		edit := func(id string) error {
			_, err := w.PutCustomer(customer(id, "etter"))
			return err
		}
		return errors.Join(
			addThree(w),                  // 1 to 6
			w.Move(campaign, nil, &move), // 7
			w.Move(campaign, nil, &sale), // 8
			takeOut(w, campaign, 3),      // 9
			edit("1"),                    // 10
			put(w, secondID, 3, 13),      // 11
			edit("3"),                    // 12
			handout.SetClaim(w, campaignID, 1, handout.Claim{}),
		)
	})
}

// addThree makes three customers, and puts them into campaign 998.
func addThree(w *store.Write) error {
	for _, id := range []string{"1", "2", "3"} {
		if _, err := w.PutCustomer(customer(id, "før")); err != nil {
			return err
		}
	}
	for number := range int64(3) {
		if err := put(w, campaignID, number+1, 1); err != nil {
			return err
		}
	}
	return nil
}
