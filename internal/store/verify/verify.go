// Package verify replays an account's log and holds everything that is kept beside it against that: rows, customers, counts, tallies, claims.
// It only reads, by SQL of its own, and finds an account's damage whatever wrote it. It may import the root package, internal/db and how counts
// and tallies are kept; it knows nothing of the store, which shows it one account in one snapshot.
package verify

import (
	"fmt"
	"math"
	"slices"
	"time"

	"callflow"
	"callflow/internal/db"
)

// mostTold bounds how many differences of an account are told; the others are only counted.
const mostTold = 100

// entriesPerProgress is how many entries of the log are read between two words of progress.
const entriesPerProgress = 1 << 12

// Difference is one place where an account's tables disagree. It names rows by their
// campaign or assignment and their number, and never holds anything personal.
type Difference struct {
	Where string `json:"where"`
	What  string `json:"what"`
}

// Watch hears how a verification goes. Either function may be nil.
type Watch struct {
	Differ   func(Difference)        // the first differences, as they are found
	Progress func(done, total int64) // now and then
}

// Verified is what a verification went through, and how much of it differs.
type Verified struct {
	Changes     int64 `json:"changes"`
	Campaigns   int64 `json:"campaigns"`
	Rows        int64 `json:"rows"`
	Customers   int64 `json:"customers"`
	Differences int64 `json:"differences"`
}

// Account is one account as a snapshot has it, with what of its set-up says how its rows are counted.
type Account struct {
	ID, Seq     int64
	Location    *time.Location
	Assignments map[int64]*callflow.Assignment
	Campaigns   map[int64]*callflow.Campaign
	States      map[int64][]callflow.State // by campaign
	Users       map[int64]*callflow.User
}

// Verify replays the account's log and holds everything that is kept beside it against
// that: rows, customers, counts, tallies, claims. It keeps one campaign at a time in
// memory, about 64 bytes for each of its customers.
func (a *Account) Verify(tx db.Tx, watch Watch) (Verified, error) {
	v := &verifier{Account: a, tx: tx, watch: watch, campaigns: make(map[int64]bool), assignments: make(map[int64]*assignmentCheck)}
	for _, check := range []func() error{v.findOwners, v.readLog, v.checkAssignments, v.checkCampaigns} {
		if err := check(); err != nil {
			return v.sum, err
		}
	}
	return v.sum, nil
}

// verifier is one verification of one account.
type verifier struct {
	*Account
	tx          db.Tx
	card        []byte // of the customer that is looked at
	watch       Watch
	sum         Verified
	read        int64 // entries of the log, each of a campaign's twice
	campaigns   map[int64]bool
	assignments map[int64]*assignmentCheck
}

// differ counts a difference, and tells it where few were told before.
func (v *verifier) differ(where, format string, args ...any) {
	v.sum.Differences++
	if v.watch.Differ != nil && v.sum.Differences <= mostTold {
		v.watch.Differ(Difference{Where: where, What: fmt.Sprintf(format, args...)})
	}
}

func (v *verifier) progress() {
	v.read++
	if v.watch.Progress != nil && v.read%entriesPerProgress == 0 {
		v.watch.Progress(v.read, 2*v.Seq)
	}
}

func campaignName(campaign int64) string { return fmt.Sprintf("campaign %d", campaign) }
func rowName(campaign, number int64) string {
	return fmt.Sprintf("campaign %d, number %d", campaign, number)
}
func assignmentName(assignment int64) string { return fmt.Sprintf("assignment %d", assignment) }
func customerName(assignment, number int64) string {
	return fmt.Sprintf("assignment %d, number %d", assignment, number)
}

// findOwners collects the campaigns and assignments that are set up, and those that
// some table speaks of all the same.
func (v *verifier) findOwners() error {
	for id := range v.Campaigns {
		v.campaigns[id] = true
	}
	for id := range v.Assignments {
		v.assignment(id)
	}
	campaign := func(id int64) { v.campaigns[id] = true }
	for _, table := range []string{"callflow_customers", "removed_customers", "outcome_tallies", "claims"} {
		if err := v.eachDistinct(table, "campaign_id", campaign); err != nil {
			return err
		}
	}
	if err := v.eachDistinct("customers", "assignment_id", func(id int64) { v.assignment(id) }); err != nil {
		return err
	}
	return v.eachDistinct("counts", "list_id", func(list int64) {
		if list < 0 {
			v.assignment(-list)
			return
		}
		campaign(list)
	})
}

// eachDistinct shows every value of the column that follows the account in a table's
// key: one look into the key for each.
func (v *verifier) eachDistinct(table, column string, each func(int64)) error {
	sql := fmt.Sprintf("SELECT %[2]s FROM %[1]s WHERE account_id = $1 AND %[2]s > $2 ORDER BY %[2]s LIMIT 1", table, column)
	last := int64(math.MinInt64)
	for {
		rows := v.tx.Query(sql, v.ID, last)
		found := rows.Next()
		if found {
			last = rows.Int(0)
		}
		rows.Close()
		if rows.Err() != nil || !found {
			return rows.Err()
		}
		each(last)
	}
}

// sortedKeys gives a map's keys in order, so that findings come in the same order every time.
func sortedKeys[V any](things map[int64]V) []int64 {
	keys := make([]int64, 0, len(things))
	for key := range things {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
