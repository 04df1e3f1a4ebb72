package app

import (
	"fmt"
	"strings"

	"callflow"
)

// openReading is what can be read in several ways in a column, and the option that says in which.
type openReading struct {
	question string // with the column's heading, and the example where there is one
	column   *column
	example  string
	option   string
	answers  []string // two or more
}

// ask refuses a file in which something can be read in several ways, and says how to answer.
func (im *importer) ask(q *openReading) error {
	args := []any{q.column.heading}
	if q.example != "" {
		args = append(args, q.example)
	}
	message := fmt.Sprintf(q.question, args...) + " Say which with " + im.request.answers(q) + "."
	return &callflow.Error{
		Code: callflow.Invalid, Message: message, Fields: []callflow.FieldError{{Field: "file", Message: message}}, Err: &askedError{option: q.option},
	}
}

// answers are the option with each answer, as it is written there. The page has the option by its name alone.
func (r *ImportRequest) answers(q *openReading) string {
	told := r.option(q.option, q.answers[0])
	if r.Speaks == SpeaksPage {
		return told
	}
	last := len(q.answers) - 1
	for i, answer := range q.answers[1:] {
		between := ", "
		if i+1 == last {
			between = " or "
		}
		told += between + strings.TrimPrefix(r.option(q.option, answer), "--"+q.option+" ")
	}
	return told
}
