package cli

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"

	"callflow"
)

// inCommands say what to do with commands, where the API says it with its requests.
var inCommands = map[string]string{
	"Archive it instead: PATCH its archived_date.": "Archive it instead, with `callflow campaign change --id ID --archived DAY`.",
	"Remove them, or PATCH their client_id, first.": "" +
		"Remove them, or give them to another client with `callflow assignment change --id ID --client CLIENT`, first.",
}

// asFlags tells what is wrong with a thing in terms of the flags that set it, each on a line of its own.
func asFlags(t *things, err error) error {
	var problem *callflow.Error
	if !errors.As(err, &problem) {
		return err
	}
	told := *problem
	told.Message = t.inFlags(problem.Message)
	told.Fix = t.inFlags(cmp.Or(inCommands[problem.Fix], problem.Fix))
	if len(problem.Fields) == 0 {
		return &told
	}
	lines := make([]string, len(problem.Fields))
	for i, field := range problem.Fields {
		flag := "--" + t.flagOf(field.Field)
		if lines[i] = t.inFlags(field.Message); !strings.HasPrefix(lines[i], flag+" ") {
			lines[i] = flag + ": " + lines[i]
		}
	}
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

// memberName is a name that only the API has: of several words.
var memberName = regexp.MustCompile(`\b[a-z]+(?:_[a-z]+)+\b`)

// inFlags names flags where a message names members of the API.
func (t *things) inFlags(message string) string {
	return memberName.ReplaceAllStringFunc(message, func(member string) string {
		if i := slices.IndexFunc(t.flags, func(f setupFlag) bool { return f.member == member }); i >= 0 {
			return "--" + t.flags[i].name
		}
		return member
	})
}
