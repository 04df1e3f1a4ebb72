package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"callflow/internal/given"
	"callflow/internal/setup"
)

// setupFlag is a flag that sets a member of a thing. Flags that are not given change nothing.
type setupFlag struct {
	name, member string
	kind         flagKind
	usage        string
}

// positionFlag says where a thing goes among its like.
const positionFlag = "position"

type flagKind int

const (
	textFlag flagKind = iota
	numberFlag
	listFlag // words with commas between
	onFlag   // a switch that makes the member true; =false makes it false
	offFlag  // a switch that makes the member false
)

func (f *setupFlag) define(flags *pflag.FlagSet) {
	switch f.kind {
	case textFlag:
		flags.String(f.name, "", f.usage)
	case numberFlag:
		flags.Int64(f.name, 0, f.usage)
	case listFlag:
		flags.StringSlice(f.name, nil, f.usage)
	case onFlag, offFlag:
		flags.Bool(f.name, false, f.usage)
	}
}

// setIn sets the member in an edit to what the flag says, and says whether the edit has it.
func (f *setupFlag) setIn(edit setup.Edit, flags *pflag.FlagSet) (known bool, err error) {
	switch f.kind {
	case numberFlag:
		n, err := flags.GetInt64(f.name)
		return setup.Set(edit, f.member, given.Of(n)), err
	case listFlag:
		texts, err := flags.GetStringSlice(f.name)
		return setup.Set(edit, f.member, given.Of(texts)), err
	case onFlag:
		on, err := flags.GetBool(f.name)
		return setup.Set(edit, f.member, given.Of(on)), err
	case offFlag:
		off, err := flags.GetBool(f.name)
		return setup.Set(edit, f.member, given.Of(!off)), err
	case textFlag:
	}
	text, err := flags.GetString(f.name)
	return setup.Set(edit, f.member, given.Typed(text)), err
}

// edit is what the flags say that were given.
func (t *things) edit(flags *pflag.FlagSet, also ...setupFlag) (setup.Edit, error) {
	edit := t.noun.NewEdit()
	for _, flag := range append(also, t.flags...) {
		if !flags.Changed(flag.name) {
			continue
		}
		known, err := flag.setIn(edit, flags)
		if err == nil && !known {
			err = fmt.Errorf("%s has no value %s that --%s could set", t.noun.Name(), flag.member, flag.name)
		}
		if err != nil {
			return nil, err
		}
	}
	return edit, nil
}

// place is where a thing is wanted among its like, counted from 1; 0 where no flag says so, or behind the last.
func (t *things) place(flags *pflag.FlagSet) (int64, error) {
	if !slices.ContainsFunc(t.flags, func(f setupFlag) bool { return f.name == positionFlag }) {
		return 0, nil
	}
	return flags.GetInt64(positionFlag)
}
