package cli

import (
	"errors"
	"strings"

	"callflow"
)

// asFlags tells what is wrong with a thing in terms of the flags that set it, each on a line of its own.
func asFlags(t *things, err error) error {
	var problem *callflow.Error
	if !errors.As(err, &problem) || len(problem.Fields) == 0 {
		return err
	}
	lines := make([]string, len(problem.Fields))
	for i, field := range problem.Fields {
		lines[i] = "--" + t.flagOf(field.Field) + ": " + field.Message
	}
	told := *problem
	told.Message = strings.Join(lines, "\n  ")
	if len(lines) > 1 {
		told.Message = "several flags are wrong:\n  " + told.Message
	}
	return &told
}

func (t *things) flagOf(member string) string {
	for i := range t.flags {
		if t.flags[i].member == member {
			return t.flags[i].name
		}
	}
	return member
}
