package searchindex

import (
	"context"
	"slices"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/failure"
)

// Account is an account as the snapshot has it in which a step is made ready.
type Account struct {
	ID, Seq int64
	Setup   int64 // the number of its set-up
	// Texts gives what customers of an assignment are found by; their numbers ascend.
	Texts func(assignmentID int64, numbers []int64) ([]Text, error)
}

// indexedEntries is how much of the log one step of the index reads at most.
const indexedEntries = 4000

// markWorth is from how many entries on the mark is set where no customer was written: a commit for each registered outcome
// would be one too many.
const markWorth = 2000

// Step is one step of the index: it is made ready outside of the transaction that writes it.
type Step struct {
	index    *Index
	work     *pacedStep
	account  int64
	from, to int64 // of the log
	setup    int64 // of the account, when it was made ready
	texts    map[int64][]Text
	more     bool
	unclean  bool // what was taken out is not forgotten yet
	most     int  // customers that it takes in
	cleans   bool // this step forgets it, and puts nothing in: see turns
	over     bool // it was the last one that does, for now
}

// Begin begins a step.
func (i *Index) Begin() *Step { return &Step{index: i, work: i.putting.start()} }

// Prepare makes a step ready: it takes in the customers of an account that were written next or, where customers were taken out, has what the
// index is made of forget them. It may be called again, in another snapshot.
func (s *Step) Prepare(tx db.Tx, account *Account) (err error) {
	*s = Step{index: s.index, work: s.work, account: account.ID, setup: account.Setup, most: s.work.size, texts: make(map[int64][]Text)}
	if s.unclean, err = s.index.texts.isUnclean(tx); err != nil {
		return err
	}
	if s.cleans = s.index.turns.forgets(s.unclean); s.cleans {
		return nil
	}
	if s.from, err = Mark(tx, account.ID); err != nil {
		return err
	}
	s.to = s.from
	if s.from >= account.Seq {
		return nil
	}
	written, err := s.readLog(tx, account)
	if err != nil {
		return err
	}
	for assignmentID, numbers := range written {
		slices.Sort(numbers)
		if s.texts[assignmentID], err = account.Texts(assignmentID, slices.Compact(numbers)); err != nil {
			return err
		}
	}
	return nil
}

// readLog gives the customers that were written next, by assignment.
func (s *Step) readLog(tx db.Tx, account *Account) (map[int64][]int64, error) {
	written := make(map[int64][]int64)
	read, customers := 0, 0
	rows := tx.Query("SELECT seq, what, assignment_id, number FROM changes WHERE account_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
		account.ID, s.from, indexedEntries)
	for customers < s.most && rows.Next() {
		s.to = rows.Int(0)
		read++
		if callflow.What(rows.Int(1)) == callflow.CustomerSet {
			written[rows.Int(2)] = append(written[rows.Int(2)], rows.Int(3))
			customers++
		}
	}
	rows.Close()
	if s.more = read == indexedEntries || customers == s.most; !s.more {
		s.to = account.Seq
	}
	return written, rows.Err()
}

// Commit writes what was made ready, and says whether there is more to do. Several servers may do so at once: the mark, and what it stands
// for, are of one transaction.
func (s *Step) Commit(ctx context.Context) (more bool, err error) {
	if !s.isWorthWriting() {
		return s.unclean, nil
	}
	if s.cleans {
		s.work = s.index.merging.start()
	}
	s.work.pause()
	err = s.index.db.WriteSoon(ctx, func(tx db.Tx) error {
		s.work.goOn()
		return s.write(tx)
	})
	if s.cleans || s.more { // a step that found less to do than it might have done tells nothing
		s.work.end()
	}
	if s.over && err == nil {
		s.index.turns.end()
	}
	if !s.cleans {
		s.index.merges.Store(true)
	}
	return s.more || s.unclean, failure.Translate("index", err)
}

func (s *Step) isWorthWriting() bool {
	return s.cleans || s.more || len(s.texts) > 0 || s.to-s.from >= markWorth
}

// write puts what was made ready into the index, unless somebody else has, or has anonymised a customer whose text is in hand: then the
// next step reads again.
func (s *Step) write(tx db.Tx) (err error) {
	if s.cleans {
		s.over, err = s.index.texts.clean(tx, s.work.size)
		return err
	}
	mark, err := lockMark(tx, s.account)
	if err != nil {
		return err
	}
	setup, err := db.ReadNumber(tx, "SELECT setup FROM accounts WHERE account_id = $1", s.account)
	if err != nil {
		return err
	}
	if mark != s.from || setup != s.setup {
		s.more = true
		return nil
	}
	for assignmentID, texts := range s.texts {
		if err := s.index.texts.put(tx, s.account, assignmentID, texts); err != nil {
			return err
		}
	}
	return tx.Queue("UPDATE search_marks SET seq = $2 WHERE account_id = $1", s.account, s.to)
}
