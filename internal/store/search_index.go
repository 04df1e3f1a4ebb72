package store

import (
	"context"
	"slices"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/lookup"
	"callflow/internal/store/failure"
)

// searchIndex finds customers by parts of their texts: what differs between the databases. It may find too many, and
// does not know yet what was written after the account's mark; see seek.go.
type searchIndex interface {
	// put sets the texts of customers.
	put(tx db.Tx, accountID, assignmentID int64, texts []searchText) error
	// remove takes a customer out for good, and notes that its text may be left in what the index is made of.
	remove(tx db.Tx, accountID, assignmentID, number int64) error
	// isUnclean says whether such a text may be left. clean takes a step towards having none, which makes so many pages of the index anew; over
	// says that none is left of those that were there when its first step was taken.
	isUnclean(tx db.Tx) (bool, error)
	clean(tx db.Tx, pages int) (over bool, err error)
	// merge brings so many pages of what was put apart together, and says whether there may be more of it.
	merge(tx db.Tx, pages int) (more bool, err error)
	// few gives all numbers found, in order, where they are not more than most; all is false where they are, or may be.
	few(tx db.Tx, at *searchPlace, most int) (numbers []int64, all bool, err error)
	// ordered gives the numbers found of a span, in its order: it is for what many have.
	ordered(tx db.Tx, at *searchPlace, s span) ([]int64, error)
	// clearPart takes a part of an account's texts away, and says whether there may be more.
	clearPart(tx db.Tx, accountID int64) (more bool, err error)
}

// searchPlace says where is looked for which terms.
type searchPlace struct {
	accountID, assignmentID int64
	terms                   []string
}

// searchText is what a customer is found by.
type searchText struct {
	number int64
	text   []byte
}

// indexedEntries is how much of the log one step of the index reads at most.
const indexedEntries = 4000

// markWorth is from how many entries on the mark is set where no customer was written: a commit for each registered outcome
// would be one too many.
const markWorth = 2000

// indexStep is one step of the index, made ready outside of the transaction that writes it.
type indexStep struct {
	from, to int64 // of the log
	setup    int64 // of the account, when it was made ready
	texts    map[int64][]searchText
	more     bool
	unclean  bool // what was taken out is not forgotten yet
	most     int  // customers that it takes in
	cleans   bool // this step forgets it, and puts nothing in: see searchTurns
	over     bool // it was the last one that does, for now
}

// IndexSearch takes the next customers that were written into the index of an account, and says whether there are more. Where customers
// were anonymised, it also has what the index is made of forget them, step by step.
// Several servers may do so at once: the mark, and what it stands for, are of one transaction.
func (s *Store) IndexSearch(ctx context.Context, accountID int64) (more bool, err error) {
	step := &indexStep{}
	work := s.putting.start()
	err = s.Read(ctx, accountID, func(r *Snapshot) error { return step.prepare(r, work.size) })
	if err != nil || !step.isWorthWriting() {
		return step.unclean, err
	}
	if step.cleans {
		work = s.merging.start()
	}
	work.pause()
	err = s.db.WriteSoon(ctx, func(tx db.Tx) error {
		work.goOn()
		return step.write(tx, s.search, accountID, work.size)
	})
	if step.cleans || step.more { // a step that found less to do than it might have done tells nothing
		work.end()
	}
	if step.over && err == nil {
		s.turns.end()
	}
	if !step.cleans {
		s.merges.Store(true)
	}
	return step.more || step.unclean, failure.Translate("index", err)
}

// MergeSearch takes a step that brings together what the steps of IndexSearch have put apart, so that searches stay quick, and says whether
// there is more of it. An index that is left without it does so by itself now and then, in one long step.
func (s *Store) MergeSearch(ctx context.Context) (more bool, err error) {
	if !s.merges.Load() {
		return false, nil
	}
	work := s.merging.start()
	work.pause()
	err = s.db.WriteSoon(ctx, func(tx db.Tx) error {
		work.goOn()
		unclean, err := s.search.isUnclean(tx)
		if err != nil || unclean { // the forgetting brings it together
			return err
		}
		more, err = s.search.merge(tx, work.size)
		return err
	})
	if err == nil && !more {
		s.merges.Store(false)
		return false, nil
	}
	work.end()
	return more, failure.Translate("merge", err)
}

func (i *indexStep) isWorthWriting() bool {
	return i.cleans || i.more || len(i.texts) > 0 || i.to-i.from >= markWorth
}

func (i *indexStep) prepare(r *Snapshot, most int) (err error) {
	*i = indexStep{setup: r.Moment.Setup, most: most, texts: make(map[int64][]searchText)}
	if i.unclean, err = r.store.search.isUnclean(r.tx); err != nil {
		return err
	}
	if i.cleans = r.store.turns.forgets(i.unclean); i.cleans {
		return nil
	}
	if i.from, err = r.searchMark(); err != nil {
		return err
	}
	i.to = i.from
	if i.from >= r.Seq {
		return nil
	}
	written, err := i.readLog(r)
	if err != nil {
		return err
	}
	for assignmentID, numbers := range written {
		slices.Sort(numbers)
		if i.texts[assignmentID], err = r.searchTexts(assignmentID, slices.Compact(numbers)); err != nil {
			return err
		}
	}
	return nil
}

// searchMark is how far the log was read for the index.
func (r *Snapshot) searchMark() (int64, error) {
	return db.ReadNumber(r.tx, "SELECT seq FROM search_marks WHERE account_id = $1", r.AccountID)
}

// readLog gives the customers that were written next, by assignment.
func (i *indexStep) readLog(r *Snapshot) (map[int64][]int64, error) {
	written := make(map[int64][]int64)
	read, customers := 0, 0
	rows := r.tx.Query("SELECT seq, what, assignment_id, number FROM changes WHERE account_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
		r.AccountID, i.from, indexedEntries)
	for customers < i.most && rows.Next() {
		i.to = rows.Int(0)
		read++
		if callflow.What(rows.Int(1)) == callflow.CustomerSet {
			written[rows.Int(2)] = append(written[rows.Int(2)], rows.Int(3))
			customers++
		}
	}
	rows.Close()
	if i.more = read == indexedEntries || customers == i.most; !i.more {
		i.to = r.Seq
	}
	return written, rows.Err()
}

// searchTexts gives what customers are found by; numbers ascend.
func (r *Snapshot) searchTexts(assignmentID int64, numbers []int64) ([]searchText, error) {
	var batch Batch
	if err := r.cardsOf(assignmentID, numbers, &batch); err != nil {
		return nil, err
	}
	columns := r.searchColumns(assignmentID)
	texts := make([]searchText, 0, len(numbers))
	for n := range batch.Rows {
		row := &batch.Rows[n]
		if len(row.CustomerID) > 0 {
			texts = append(texts, searchText{row.Number, columns.AppendText(nil, row.CustomerID, row.Card)})
		}
	}
	return texts, nil
}

func (r *Snapshot) searchColumns(assignmentID int64) *lookup.Columns {
	return lookup.ColumnsOf(r.setup.Fields[assignmentID])
}

// cardsOf reads the cards of customers by their numbers, in order.
func (r *Snapshot) cardsOf(assignmentID int64, numbers []int64, batch *Batch) error {
	batch.reset()
	for _, number := range numbers {
		batch.Rows = append(batch.Rows, callflow.StatusRow{Number: number})
	}
	return r.fillCards(&Part{AssignmentID: assignmentID}, batch, 0)
}

// lockMark keeps others from the index of an account until the transaction ends, and gives its mark. The account itself is not locked:
// nobody who writes waits for the index.
func lockMark(tx db.Tx, accountID int64) (int64, error) {
	err := tx.Queue("INSERT INTO search_marks (account_id, seq) VALUES ($1, 0) ON CONFLICT (account_id) DO UPDATE SET seq = search_marks.seq", accountID)
	if err != nil {
		return 0, err
	}
	return db.ReadNumber(tx, "SELECT seq FROM search_marks WHERE account_id = $1", accountID)
}

// write puts what was made ready into the index, unless somebody else has, or has anonymised a customer whose text is in hand: then the
// next step reads again.
func (i *indexStep) write(tx db.Tx, index searchIndex, accountID int64, pages int) (err error) {
	if i.cleans {
		i.over, err = index.clean(tx, pages)
		return err
	}
	mark, err := lockMark(tx, accountID)
	if err != nil {
		return err
	}
	setup, err := db.ReadNumber(tx, "SELECT setup FROM accounts WHERE account_id = $1", accountID)
	if err != nil {
		return err
	}
	if mark != i.from || setup != i.setup {
		i.more = true
		return nil
	}
	for assignmentID, texts := range i.texts {
		if err := index.put(tx, accountID, assignmentID, texts); err != nil {
			return err
		}
	}
	return tx.Queue("UPDATE search_marks SET seq = $2 WHERE account_id = $1", accountID, i.to)
}

// unindex takes a customer out of the index, and lets nobody put it back as it was.
func (w *Write) unindex(assignmentID, number int64) error {
	if _, err := lockMark(w.tx(), w.AccountID()); err != nil {
		return err
	}
	return w.batch.store.search.remove(w.tx(), w.AccountID(), assignmentID, number)
}

// Accounts lists the ids of all accounts of this database.
func (s *Store) Accounts(ctx context.Context) ([]int64, error) {
	var ids []int64
	err := s.db.ReadOne(ctx, func(tx db.Tx) error {
		ids = nil
		rows := tx.Query("SELECT account_id FROM account_names ORDER BY account_id")
		for rows.Next() {
			ids = append(ids, rows.Int(0))
		}
		return rows.Err()
	})
	return ids, failure.Translate("accounts", err)
}
