package cli

import (
	"encoding/json"
	"slices"

	"github.com/spf13/pflag"

	"callflow/internal/app"
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

// value is the member's value as the API would be sent it.
func (f *setupFlag) value(flags *pflag.FlagSet) (any, error) {
	switch f.kind {
	case numberFlag:
		return flags.GetInt64(f.name)
	case listFlag:
		return flags.GetStringSlice(f.name)
	case onFlag:
		return flags.GetBool(f.name)
	case offFlag:
		off, err := flags.GetBool(f.name)
		return !off, err
	case textFlag:
	}
	return flags.GetString(f.name)
}

// members are the members of the flags that were given.
func (t *things) members(flags *pflag.FlagSet, also ...setupFlag) ([]app.Member, error) {
	var members []app.Member
	for _, flag := range append(also, t.flags...) {
		if !flags.Changed(flag.name) {
			continue
		}
		value, err := flag.value(flags)
		if err != nil {
			return nil, err
		}
		encoded, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		members = append(members, app.Member{Name: flag.member, Value: encoded})
	}
	return members, nil
}

// place is where a thing is wanted among its like, counted from 1; 0 where no flag says so, or behind the last.
func (t *things) place(flags *pflag.FlagSet) (int64, error) {
	if !slices.ContainsFunc(t.flags, func(f setupFlag) bool { return f.name == positionFlag }) {
		return 0, nil
	}
	return flags.GetInt64(positionFlag)
}
