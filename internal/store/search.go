package store

import (
	"context"

	"callflow/internal/store/searchindex"
)

// IndexSearch takes the next customers that were written into the index of an account, and says whether there are more. Where customers
// were anonymised, it also has what the index is made of forget them, step by step.
func (s *Store) IndexSearch(ctx context.Context, accountID int64) (more bool, err error) {
	step := s.search.Begin()
	err = s.Read(ctx, accountID, func(r *Snapshot) error {
		return step.Prepare(r.tx, &searchindex.Account{ID: accountID, Seq: r.Seq, Setup: r.Moment.Setup, Texts: r.SearchTexts})
	})
	if err != nil {
		return false, err
	}
	return step.Commit(ctx)
}

// MergeSearch takes a step that brings together what the steps of IndexSearch have put apart, so that searches stay quick, and says whether
// there is more of it.
func (s *Store) MergeSearch(ctx context.Context) (more bool, err error) { return s.search.Merge(ctx) }

// ForgetText has a search find a customer by no word any more.
func (w *Write) ForgetText(assignmentID, number int64) error {
	return w.batch.store.search.Remove(w.Tx(), w.AccountID(), assignmentID, number)
}
