package pairing

import (
	"slices"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store"
	"callflow/internal/store/among"
)

// Pair says that a customer of the other server is one of those here. Both are named by their numbers in their assignments.
type Pair struct {
	Theirs int64
	Number int64
	Told   int64 // the other server's token of when it last said so; negative where its clock has gone back since
	Asked  int64 // its token of when it was asked whether the customer was anonymised, 0 before the first time; NotAsked
}

// NotAsked is the Asked of a Pair whose customer is in a campaign, or anonymised: the campaign's list tells of the customer.
const NotAsked = -1

// HoldsAt says whether a pair is sure at a token of the other server: it was told in the history that the token is of, and not later.
func (p *Pair) HoldsAt(token int64) bool {
	return p.Told > 0 && p.Told <= token && SameHistory(p.Told, token)
}

// says tells whether a pair that is noted makes another one needless.
func (p *Pair) says(other *Pair) bool {
	return p.Number == other.Number && p.Asked == other.Asked && p.HoldsAt(other.Told)
}

// SameHistory says whether two tokens are of one epoch. A token is negative where its pair is in doubt.
func SameHistory(a, b int64) bool {
	epochA, _ := callflow.SplitSyncToken(max(a, -a))
	epochB, _ := callflow.SplitSyncToken(max(b, -b))
	return epochA == epochB
}

// Pairs finds pairs by the other server's numbers in one of its assignments. Whom it does not know is left out.
func Pairs(r *store.Snapshot, assignmentID int64, theirs []int64) (map[int64]Pair, error) {
	pairs := make(map[int64]Pair, len(theirs))
	if len(theirs) == 0 {
		return pairs, nil
	}
	read := func(rows db.Rows) error {
		for rows.Next() {
			pairs[rows.Int(0)] = Pair{Theirs: rows.Int(0), Number: rows.Int(1), Told: rows.Int(2), Asked: rows.Int(3)} // NULLs are at 0, nobody's number
		}
		return rows.Err()
	}
	low, high := slices.Min(theirs), slices.Max(theirs)
	if high-low < int64(among.ScanWorth*len(theirs)) {
		return pairs, read(r.Tx().Query(`SELECT theirs, number, told, asked FROM mirrored_customers
			WHERE account_id = $1 AND assignment_id = $2 AND theirs BETWEEN $3 AND $4 ORDER BY theirs`, r.AccountID, assignmentID, low, high))
	}
	err := among.Each(theirs, [2]any{r.AccountID, assignmentID}, func(args []any) error {
		return read(r.Tx().Query(among.Numbers+`SELECT theirs, number, told, asked FROM wanted LEFT JOIN mirrored_customers
			ON account_id = $1 AND assignment_id = $2 AND theirs = wanted.key`, args...))
	})
	delete(pairs, 0)
	return pairs, err
}

// ArePaired says whether each of some customers here, whose numbers ascend, has a pair that is sure at a token.
func ArePaired(r *store.Snapshot, assignmentID int64, numbers []int64, token int64) (bool, error) {
	if len(numbers) == 0 {
		return true, nil
	}
	rows := r.Tx().Query(`SELECT number, theirs, told FROM mirrored_customers
		WHERE account_id = $1 AND assignment_id = $2 AND number BETWEEN $3 AND $4 ORDER BY number, theirs`,
		r.AccountID, assignmentID, numbers[0], numbers[len(numbers)-1])
	found := 0
	for rows.Next() {
		pair := Pair{Number: rows.Int(0), Told: rows.Int(2)}
		if found < len(numbers) && pair.Number == numbers[found] && pair.HoldsAt(token) {
			found++
		}
	}
	return found == len(numbers), rows.Err()
}

var pairTable = db.NewTable("mirrored_customers", "account_id", "assignment_id", "theirs", "number", "told", "asked")

// PutPairs notes pairs of one of the other server's assignments. What was noted of the same numbers there is replaced.
func PutPairs(w *store.Write, assignmentID int64, pairs []Pair) error {
	snapshot, err := w.Snapshot()
	if err != nil {
		return err
	}
	theirs := make([]int64, len(pairs))
	for i := range pairs {
		theirs[i] = pairs[i].Theirs
	}
	held, err := Pairs(snapshot, assignmentID, theirs)
	if err != nil {
		return err
	}
	var added []Pair
	for _, pair := range pairs {
		before, known := held[pair.Theirs]
		held[pair.Theirs] = pair // it may be named twice
		switch {
		case !known:
			added = append(added, pair)
		case !before.says(&pair):
			if err := flushPairs(w, assignmentID, &added); err != nil {
				return err
			}
			err := w.Tx().Queue(`UPDATE mirrored_customers SET number = $4, told = $5, asked = $6
				WHERE account_id = $1 AND assignment_id = $2 AND theirs = $3`, w.AccountID(), assignmentID, pair.Theirs, pair.Number, pair.Told, pair.Asked)
			if err != nil {
				return err
			}
		}
	}
	return flushPairs(w, assignmentID, &added)
}

func flushPairs(w *store.Write, assignmentID int64, added *[]Pair) error {
	pairs := *added
	*added = nil
	if len(pairs) == 0 {
		return nil
	}
	return w.Tx().Load(pairTable, len(pairs), func(i int, put db.Row) {
		for _, value := range [...]int64{w.AccountID(), assignmentID, pairs[i].Theirs, pairs[i].Number, pairs[i].Told, pairs[i].Asked} {
			put.Int(value)
		}
	})
}

// AskAfter notes that a customer here has left the last campaign that is followed: the other server is to be asked for it by its number.
func AskAfter(w *store.Write, assignmentID, number int64) error {
	numbers, err := db.ReadColumn(w.Tx(), findPairs, w.AccountID(), assignmentID, number)
	for _, theirs := range numbers {
		if err := SetAsked(w, assignmentID, theirs, 0); err != nil {
			return err
		}
	}
	return err
}

// findPairs is asked by itself: an UPDATE by the number here reads the whole assignment.
const findPairs = "SELECT theirs FROM mirrored_customers WHERE account_id = $1 AND assignment_id = $2 AND number = $3 ORDER BY theirs"

// SetAsked notes as of which token the other server was asked for a customer by its number; NotAsked where it need not be asked any more.
func SetAsked(w *store.Write, assignmentID, theirs, asked int64) error {
	return w.Tx().Queue("UPDATE mirrored_customers SET asked = $4 WHERE account_id = $1 AND assignment_id = $2 AND theirs = $3",
		w.AccountID(), assignmentID, theirs, asked)
}

// WhoLeft gives pairs of customers who have left every campaign that is followed, and of whom the other server was not asked at its token:
// those asked longest ago first.
func WhoLeft(r *store.Snapshot, assignmentID, token int64, limit int) ([]Pair, error) {
	// Of a token that is larger, the history was another one: that is longer ago than any of this one.
	pairs, err := readPairs(r.Tx().Query(findAskedLater, r.AccountID, assignmentID, token, limit))
	if err != nil {
		return nil, err
	}
	others, err := readPairs(r.Tx().Query(findAskedEarlier, r.AccountID, assignmentID, token, limit-len(pairs)))
	return append(pairs, others...), err
}

const (
	findAskedLater = `SELECT theirs, number, told, asked FROM mirrored_customers
		WHERE account_id = $1 AND assignment_id = $2 AND asked >= 0 AND asked > $3 ORDER BY asked, theirs LIMIT $4`
	findAskedEarlier = `SELECT theirs, number, told, asked FROM mirrored_customers
		WHERE account_id = $1 AND assignment_id = $2 AND asked >= 0 AND asked < $3 ORDER BY asked, theirs LIMIT $4`
)

func readPairs(rows db.Rows) (pairs []Pair, err error) {
	for rows.Next() {
		pairs = append(pairs, Pair{Theirs: rows.Int(0), Number: rows.Int(1), Told: rows.Int(2), Asked: rows.Int(3)})
	}
	return pairs, rows.Err()
}

// ConfirmPairs notes that the pairs which were told by a token of another history hold now: the other server has said that all up to that
// token is a part of its present history.
func ConfirmPairs(w *store.Write, upTo, now int64) error {
	first := firstToken(upTo)
	err := w.Tx().Queue("UPDATE mirrored_customers SET told = $4 WHERE account_id = $1 AND told BETWEEN $2 AND $3", w.AccountID(), first, upTo, now)
	if err != nil {
		return err
	}
	return w.Tx().Queue("UPDATE mirrored_customers SET told = $4 WHERE account_id = $1 AND told BETWEEN $2 AND $3", w.AccountID(), -upTo, -first, now)
}

// DoubtPairs notes that no pair that was told in the history of a token is sure any more, since the other server's clock stands before it:
// a number may be somebody else's by now.
func DoubtPairs(w *store.Write, token int64) error {
	epoch, _ := callflow.SplitSyncToken(token)
	err := w.Tx().Queue("UPDATE mirrored_customers SET told = -told WHERE account_id = $1 AND told BETWEEN $2 AND $3",
		w.AccountID(), firstToken(token), callflow.SyncToken(epoch+1, 0)-1)
	if err != nil {
		return err
	}
	return w.Tx().Queue("UPDATE mirrored_campaigns SET paired = 0 WHERE account_id = $1", w.AccountID())
}

// firstToken is the first of a token's epoch that a customer can be told by.
func firstToken(token int64) int64 {
	epoch, _ := callflow.SplitSyncToken(token)
	return callflow.SyncToken(epoch, 1)
}
