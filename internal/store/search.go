package store

import (
	"context"

	"callflow"
	"callflow/internal/lookup"
	"callflow/internal/store/searchindex"
)

// IndexSearch takes the next customers that were written into the index of an account, and says whether there are more. Where customers
// were anonymised, it also has what the index is made of forget them, step by step.
func (s *Store) IndexSearch(ctx context.Context, accountID int64) (more bool, err error) {
	step := s.search.Begin()
	err = s.Read(ctx, accountID, func(r *Snapshot) error {
		return step.Prepare(r.tx, &searchindex.Account{ID: accountID, Seq: r.Seq, Setup: r.Moment.Setup, Texts: r.searchTexts})
	})
	if err != nil {
		return false, err
	}
	return step.Commit(ctx)
}

// MergeSearch takes a step that brings together what the steps of IndexSearch have put apart, so that searches stay quick, and says whether
// there is more of it.
func (s *Store) MergeSearch(ctx context.Context) (more bool, err error) { return s.search.Merge(ctx) }

// searchTexts gives what customers are found by; numbers ascend.
func (r *Snapshot) searchTexts(assignmentID int64, numbers []int64) ([]searchindex.Text, error) {
	var batch Batch
	if err := r.cardsOf(assignmentID, numbers, &batch); err != nil {
		return nil, err
	}
	columns := r.searchColumns(assignmentID)
	texts := make([]searchindex.Text, 0, len(numbers))
	for n := range batch.Rows {
		row := &batch.Rows[n]
		if len(row.CustomerID) > 0 {
			texts = append(texts, searchindex.Text{Number: row.Number, Text: columns.AppendText(nil, row.CustomerID, row.Card)})
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
