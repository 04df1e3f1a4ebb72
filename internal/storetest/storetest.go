// Package storetest holds what every database must do for the store: the tests of one run for all of them.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
)

// Option changes how the databases of a run are opened.
type Option func(context.Context) context.Context

// answers are the tests of what is told of what was written: plans decide how it is read, and must not decide what it says.
var answers = map[string]func(*testing.T, *fixture){
	"CountsEqualARecountAfterRandomMoves":        countsEqualARecount,
	"LocateFindsTheRowAtAnyPosition":             locateFindsTheRow,
	"WindowsAreThoseOfAModel":                    windowsAreThoseOfAModel,
	"AccountsWithEqualIDsKnowNothingOfEachOther": accountsAreIsolated,
	"TheLogChainsTheChangesOfEachRow":            logIsChained,
	"AnyEarlierMomentIsToldAsItWas":              pastIsTold,
	"WritingTheSameValuesChangesNothing":         sameValuesChangeNothing,
	"WhoeverHasNoNumberIsNotHandedOut":           withoutNumberIsNotHandedOut,
	"VerifyFindsNothingAfterRandomWork":          verifyFindsNothingAfterWork,
	"VerifyFindsEachKindOfDamage":                verifyFindsEachDamage,
	"WhatUsesAThingIsSeenInTheSameTransaction":   usesAreSeen,
	"ACampaignTakesItsCallFlowWithIt":            removingTakesAllWithIt,
	"ASearchFindsPartsOfWhatIsKnownOfCustomers":  searchFindsParts,
	"ASearchTellsCustomersAsTheyAre":             changesAreFound,
	"ASearchSeesOneAccountAndOneAssignment":      searchesAreApart,
	"ASearchSaysHowManyItDoesNotKnowYet":         searchSaysWhatItDoesNotKnow,
	"WhoIsWhoOnAnotherServerIsNotedByItsHistory": pairsAreNoted,
}

// others are the tests of transactions, of schemas, and of what takes its time.
var others = map[string]func(*testing.T, *fixture){
	"TheClockHasNoGapsUnderConcurrentWriters": clockHasNoGaps,
	"AFailedWriteTakesBackItsOwnPartAlone":    failureIsItsOwn,
	"AFailedWriteAloneLeavesNothing":          failureAloneLeavesNothing,
	"APanicIsAnErrorAndTheNextWriteGoesOn":    panicIsAnError,
	"ASetupChangeIsSeenAtOnce":                setupIsSeenAtOnce,
	"ASetupChangeIsSeenInTheSameCommit":       setupIsSeenInTheSameCommit,
	"ASnapshotStandsStill":                    snapshotStandsStill,
	"AccountsMadeAtOnceAreSeveral":            accountsMadeAtOnce,
	"ANewerSchemaIsRefused":                   newerSchemaIsRefused,
	"OpeningAgainKeepsEverything":             openingAgainKeepsEverything,
	"AnIDThatIsTakenIsAConflict":              takenIDIsAConflict,
	"WhatIsNotThereIsNotFound":                missingIsNotFound,
	"VerifyLeavesOpenWhatAnOldLogDoesNotTell": verifyLeavesOpenWhatAnOldLogDoesNotTell,
	"VerifyCountsWhatItDoesNotTell":           verifyCountsWhatItDoesNotTell,
	"AnIndexForgetsWhoWasAnonymised":          indexForgetsTheAnonymised,
	"AnIndexIsBroughtTogetherInSmallSteps":    indexIsBroughtTogether,
	"AnIndexForgetsAndTakesInByTurns":         indexKnowsNewcomers,
}

// Run holds the store over one kind of database against the rules that its callers rely on.
// empty gives the name of a new database without anything in it.
func Run(t *testing.T, empty func(testing.TB) string) {
	t.Helper()
	made := func(t testing.TB) *fixture { t.Helper(); return newFixture(t, empty(t)) }
	runEach(t, answers, made)
	runEach(t, others, made)
	t.Run("TenServersStartingTogetherMigrateOnce", func(t *testing.T) {
		t.Parallel()
		tenServersMigrateOnce(t, empty(t))
	})
}

// RunAnswers is the part of Run that plans could decide, and RunBrowse and RunBehind: for databases whose planner is told to go other ways.
func RunAnswers(t *testing.T, empty func(testing.TB) string, tighten func(*store.Store), options ...Option) {
	t.Helper()
	made := func(t testing.TB) *fixture {
		t.Helper()
		f := &fixture{dsn: empty(t), options: options, once: true}
		f.begin(t)
		return f
	}
	runEach(t, answers, made)
	t.Run("PagesInEveryOrderAreThoseOfAModel", func(t *testing.T) {
		t.Parallel()
		browse(t, made(t), tighten)
	})
	t.Run("ASearchKnowsThatTheLogGoesOn", func(t *testing.T) {
		t.Parallel()
		searchBehind(t, made(t), tighten)
	})
}

// RunWindows is the part of RunAnswers that reads lists, for databases that take their time over each statement.
func RunWindows(t *testing.T, empty func(testing.TB) string) {
	t.Helper()
	windowsAreThoseOfAModel(t, newFixture(t, empty(t)))
}

func runEach(t *testing.T, tests map[string]func(*testing.T, *fixture), made func(testing.TB) *fixture) {
	t.Helper()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, made(t))
		})
	}
}

// The ids that every account of a fixture has.
const (
	assignmentID = 239
	campaignID   = 998
	secondID     = 999
)

// fixture is a store with one account, and two campaigns in it.
type fixture struct {
	dsn     string
	options []Option
	store   *store.Store
	account int64
	once    bool // repeat does its work once: on a database that goes other ways the statements are the same
}

func newFixture(t testing.TB, dsn string) *fixture {
	t.Helper()
	f := &fixture{dsn: dsn}
	f.begin(t)
	return f
}

func (f *fixture) begin(t testing.TB) {
	t.Helper()
	f.open(t)
	t.Cleanup(func() { f.close(t) })
	f.account = f.addAccount(t, "acme")
}

func (f *fixture) open(t testing.TB) {
	t.Helper()
	ctx := t.Context()
	for _, option := range f.options {
		ctx = option(ctx) //nolint:fatcontext // each option adds to the one before
	}
	opened, err := store.Open(ctx, f.dsn)
	if err != nil {
		t.Fatal(err)
	}
	f.store = opened
}

func (f *fixture) close(t testing.TB) {
	t.Helper()
	if f.store == nil {
		return
	}
	if err := f.store.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	f.store = nil
}

func (f *fixture) addAccount(t testing.TB, name string) int64 {
	t.Helper()
	id, err := f.store.CreateAccount(t.Context(), callflow.Account{Name: name, TimeZone: "Europe/Oslo", Generation: 2019})
	if err != nil {
		t.Fatal(err)
	}
	f.writeTo(t, id, func(w *store.Write) error {
		if _, err := setuprows.CreateClient(w, &callflow.Client{ID: 1, ShortName: "Client"}); err != nil {
			return err
		}
		if _, err := setuprows.CreateAssignment(w, &callflow.Assignment{ID: assignmentID, ClientID: 1, Name: "Assignment"}); err != nil {
			return err
		}
		for _, campaign := range []int64{campaignID, secondID} {
			campaign := &callflow.Campaign{ID: campaign, AssignmentID: assignmentID, Name: fmt.Sprint("Kampanje ", campaign)}
			if _, err := setuprows.CreateCampaign(w, campaign, callflow.DefaultFlow()); err != nil {
				return err
			}
		}
		return nil
	})
	return id
}

func (f *fixture) writeTo(t testing.TB, account int64, fn func(*store.Write) error) {
	t.Helper()
	if err := f.store.Write(t.Context(), account, fn); err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) write(t testing.TB, fn func(*store.Write) error) {
	t.Helper()
	f.writeTo(t, f.account, fn)
}

func (f *fixture) read(t testing.TB, fn func(*store.Snapshot) error) {
	t.Helper()
	if err := f.store.Read(t.Context(), f.account, fn); err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) moment(t testing.TB) store.Moment {
	t.Helper()
	moment, err := f.store.Moment(t.Context(), f.account)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

// states are the ids of a campaign's call states, by position.
func (f *fixture) states(t testing.TB, campaign int64) []int64 {
	t.Helper()
	var ids []int64
	f.read(t, func(r *store.Snapshot) error {
		for _, state := range r.Setup().States[campaign] {
			ids = append(ids, state.ID)
		}
		return nil
	})
	return ids
}

// query reads numbers straight from the tables, which no verb of the store shows yet.
func (f *fixture) query(t testing.TB, sql string, columns int) [][]int64 {
	t.Helper()
	database, err := connect.Open(t.Context(), f.dsn)
	if err != nil {
		t.Fatal(err)
	}
	var found [][]int64
	err = database.Read(t.Context(), func(tx db.Tx) error {
		rows := tx.Query(sql)
		for rows.Next() {
			row := make([]int64, columns)
			for i := range row {
				row[i] = rows.Int(i)
			}
			found = append(found, row)
		}
		return rows.Err()
	})
	if err = errors.Join(err, database.Close()); err != nil {
		t.Fatal(err)
	}
	return found
}

// put puts a row of a number into a campaign, or moves it. The customer itself need not be there.
func put(w *store.Write, campaign, number, state int64) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	move := &store.Move{CampaignID: campaign, Number: number, StateID: state, At: w.Now, What: callflow.Moved}
	added, err := w.AddToCampaign(setup.Campaigns[campaign], nil, move)
	if err != nil || added > 0 {
		return err
	}
	return w.Move(setup.Campaigns[campaign], nil, move)
}

// customer is one of assignment 239.
func customer(id, name string) *callflow.Customer {
	return &callflow.Customer{AssignmentID: assignmentID, CustomerID: id, Name: name, Custom: map[int64]callflow.Value{}}
}

// repeat runs a property with different random numbers, the same in every run; the name of a failure says which.
func (f *fixture) repeat(t *testing.T, times int, property func(t *testing.T, random *rand.Rand)) {
	t.Helper()
	if f.once {
		times = 1
	}
	for seed := range times {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			property(t, rand.New(rand.NewPCG(uint64(seed), 0)))
		})
	}
}
