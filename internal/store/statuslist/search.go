package statuslist

import (
	"callflow"
	"callflow/internal/lookup"
	"callflow/internal/store/searchindex"
)

// SearchTexts gives what customers are found by; numbers ascend.
func (r *Lists) SearchTexts(assignmentID int64, numbers []int64) ([]searchindex.Text, error) {
	var batch Batch
	if err := r.CardsOf(assignmentID, numbers, &batch); err != nil {
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

func (r *Lists) searchColumns(assignmentID int64) *lookup.Columns {
	return lookup.ColumnsOf(r.fields[assignmentID])
}

// CardsOf reads the cards of customers by their numbers, in order.
func (r *Lists) CardsOf(assignmentID int64, numbers []int64, batch *Batch) error {
	batch.Reset()
	for _, number := range numbers {
		batch.Rows = append(batch.Rows, callflow.StatusRow{Number: number})
	}
	return r.fillCards(&Part{AssignmentID: assignmentID}, batch, 0)
}
