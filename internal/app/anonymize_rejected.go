package app

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"callflow/internal/notes"
	"callflow/internal/person"
	"callflow/internal/store"
)

// rejectedAnonymized is what is left of a row that was not taken and told of somebody who was anonymised.
const rejectedAnonymized = "The row told of a customer who was anonymised since."

// rejectedMeanwhile is what is left of a row that was not taken and waited to be kept while somebody was anonymised.
const rejectedMeanwhile = "A customer was anonymised while the row was read: its values are not kept."

// errorAnonymized is what is left of why an import failed that told of somebody who was anonymised.
const errorAnonymized = "What went wrong told of a customer who was anonymised since."

// concerns finds rows that were not taken and tell of a customer, by what it has or ever had. Their cells are looked at as they are kept, which is
// JSON: a line that was no JSON is a text of it.
func concerns(traces *person.Traces) func(*store.ImportRejection) bool {
	return func(row *store.ImportRejection) bool { return traces.In(row.Cells) || traces.Named(row.Reason) }
}

// emptyImport takes out of what is kept of an import as a whole what tells of the customer; false where nothing does. Rows of values are headings
// where a file was read so.
func emptyImport(job *store.ImportJob, traces *person.Traces) (emptied bool) {
	if traces.In(job.FileName) || traces.In(strings.TrimSuffix(job.FileName, path.Ext(job.FileName))) {
		job.FileName, emptied = "", true
	}
	if traces.Named(job.Error) {
		job.Error, emptied = errorAnonymized, true
	}
	kept := keptOf(job)
	if !traces.In(job.Columns) && !slices.ContainsFunc(textsKept(&kept), traces.In) {
		return emptied
	}
	kept.Ignored, kept.NewFields, kept.AsBefore, kept.Notes = []string{}, []string{}, []string{}, []notes.Note{}
	if kept.Reading != nil {
		kept.Reading.Columns, kept.Reading.Sheet = []ReadColumn{}, ""
	}
	if result, err := json.Marshal(kept); err == nil {
		job.Columns, job.Result = "[]", string(result)
	}
	return true
}

// textsKept are the texts of its file that what an import came to holds beside its columns: names of sheets, and what its notes are about.
func textsKept(kept *keptResult) []string {
	var texts []string
	if kept.Reading != nil {
		texts = append(texts, kept.Reading.Sheet)
	}
	for i := range kept.Notes {
		texts = append(texts, kept.Notes[i].Detail)
	}
	return texts
}
