package cli

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/pflag"
)

// wantedOf is what flags of a type take.
var wantedOf = map[string]string{
	"int": "a whole number", "int64": "a whole number", "uint64": "a whole number from 0", "float64": "a number such as 2 or 0.5",
	"bool": "true or false", "duration": "a time such as 30s or 15m", "int64Slice": "an id, or several with commas between",
}

// flagProblem says what a flag takes, where it was given something else: as called, by its own name or that of its variable.
func flagProblem(called string, flag *pflag.Flag, value string, err error) error {
	wanted, known := wantedOf[flag.Value.Type()]
	if !known {
		return fmt.Errorf("%s: %w", called, err)
	}
	return fmt.Errorf("%s is %s, not %q", called, wanted, value)
}

// flagError says what is wrong with a flag of the command line.
func flagError(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	return flagProblem("--"+invalid.GetFlag().Name, invalid.GetFlag(), invalid.GetValue(), err)
}

// atLeast refuses a number that is too small for its flag.
func atLeast(name string, value, least int64) error {
	if value < least {
		return usagef("--%s is a whole number from %d, not %d", name, least, value)
	}
	return nil
}

// ofEnvironment marks a flag that the environment has filled: that is said to all commands, and may mean nothing for one.
const ofEnvironment = "of the environment"

// typed says whether a flag was given with the command.
func typed(flags *pflag.FlagSet, name string) bool {
	flag := flags.Lookup(name)
	return flag != nil && flag.Changed && flag.Annotations[ofEnvironment] == nil
}

// warnIgnored says that what the environment has for a flag means nothing for this command.
func (c *command) warnIgnored(flag *pflag.Flag, why string) {
	for _, variable := range flag.Annotations[ofEnvironment] {
		c.complain("callflow: %s %s: it is ignored\n", variable, why)
	}
}

// onlyWith refuses a flag that was given where it means nothing: it goes with some formats alone.
func (c *command) onlyWith(flags *pflag.FlagSet, name, format string, formats ...string) error {
	if slices.Contains(formats, format) {
		return nil
	}
	if typed(flags, name) {
		return usagef("--%s means nothing for %s; leave it out", name, format)
	}
	c.warnIgnored(flags.Lookup(name), "means nothing for "+format)
	return nil
}
