package csv

import (
	"path"
	"strings"
	"unicode/utf8"

	"callflow/internal/tabular"
	"callflow/internal/tabular/foreign"
)

// refuseFixedWidth refuses a table whose columns are lined up with blanks: cut anywhere else, it would be one column.
func refuseFixedWidth(name string, rows []record) error {
	if len(rows) == 0 || len(rows[0].cells) != 1 {
		return nil
	}
	first := rows[0].cells[0].Text
	aligned := len(rows) > 1 && strings.Contains(strings.TrimSpace(first), "  ")
	for i := range rows {
		if len(rows[i].cells) != 1 || utf8.RuneCountInString(rows[i].cells[0].Text) != utf8.RuneCountInString(first) {
			aligned = false
		}
	}
	if !aligned && !strings.EqualFold(path.Ext(name), ".prn") {
		return nil
	}
	return &tabular.FileError{Line: rows[0].line, Reason: "the columns are lined up with blanks, which cuts off what does not fit", Fix: foreign.SaveAs}
}
