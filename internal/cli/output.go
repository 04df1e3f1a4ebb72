package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
)

// printJSON prints one value on one line.
func (c *command) printJSON(value any) error {
	encoder := json.NewEncoder(c.Out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// printCreated says what was made: its id, or for a program the object.
func (c *command) printCreated(what string, id int64) error {
	if c.json {
		return c.printJSON(map[string]int64{"id": id})
	}
	return c.printf("%s %d\n", what, id)
}

func (c *command) printf(format string, args ...any) error {
	_, err := fmt.Fprintf(c.Out, format, args...)
	return err
}

// table prints rows under headings, aligned for a person; for a program, the values.
func (c *command) table(values any, headings []string, rows [][]string) error {
	if c.json {
		return c.printJSON(values)
	}
	w := tabwriter.NewWriter(c.Out, 0, 4, 2, ' ', 0)
	if _, err := fmt.Fprintln(w, strings.Join(headings, "\t")); err != nil {
		return err
	}
	for _, row := range rows {
		if _, err := fmt.Fprintln(w, strings.Join(row, "\t")); err != nil {
			return err
		}
	}
	return w.Flush()
}
