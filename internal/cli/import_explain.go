package cli

import (
	"context"
	"fmt"
	"strings"

	"callflow/internal/app"
	"callflow/internal/importer"
	"callflow/internal/notes"
)

// explainImport says how a file is read, and imports nothing.
func (c *command) explainImport(ctx context.Context, a *app.App, accountID int64, o *importOptions) error {
	read, told, err := a.Importer.Explain(ctx, accountID, &o.Request)
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(struct {
			*importer.Reading
			Notes []notes.Note `json:"notes"`
		}{read, told})
	}
	if err := c.printf("%s\n", readAs(read)); err != nil {
		return err
	}
	for i := range read.Columns {
		column := &read.Columns[i]
		if err := c.printf("column %d, %s: %s\n", column.Place, column.Heading, columnText(column)); err != nil {
			return err
		}
		for _, row := range read.Rows {
			if row.Reason == "" {
				if err := c.printf("    line %d: %s\n", row.Line, row.Values[i]); err != nil {
					return err
				}
			}
		}
	}
	for _, row := range read.Rows {
		if row.Reason != "" {
			c.complain("line %d would be rejected: %s\n", row.Line, row.Reason)
		}
	}
	for i := range told {
		c.complain("%s\n", noteLine(&told[i]))
	}
	return nil
}

// readAs says in one line how a file is read.
func readAs(read *importer.Reading) string {
	parts := []string{"format " + read.Format}
	for _, part := range [][2]string{{"encoding", read.Encoding}, {"delimiter", read.Delimiter}, {"sheet", read.Sheet}} {
		if part[1] != "" {
			parts = append(parts, part[0]+" "+part[1])
		}
	}
	if read.HeaderRow > 0 {
		parts = append(parts, fmt.Sprintf("headings on line %d", read.HeaderRow))
	}
	return strings.Join(parts, ", ")
}

// columnText says what a column fills.
func columnText(column *importer.ReadColumn) string {
	switch {
	case column.New:
		return strings.TrimSuffix("a new field, "+column.Type+" "+column.Read, " ")
	case column.Fills == "":
		return "left out"
	}
	return strings.TrimSuffix(column.Fills+", "+column.Type+" "+column.Read, " ")
}

// noteLine is a note with the first lines that it is of.
func noteLine(note *notes.Note) string {
	if len(note.Lines) == 0 {
		return note.Text
	}
	lines := make([]string, len(note.Lines))
	for i, line := range note.Lines {
		lines[i] = fmt.Sprint(line)
	}
	more := ""
	if note.Count > int64(len(lines)) {
		more = " …"
	}
	return fmt.Sprintf("%s (line %s%s)", note.Text, strings.Join(lines, ", "), more)
}
