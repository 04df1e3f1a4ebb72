package app

import (
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/auth"
)

// Narrowed says for the audit what narrows a list: ids, call states, times and counts by their values. Of a search it tells that there was one
// alone: people search for names and numbers.
func (r *ListRequest) Narrowed(s *auth.Session) []string {
	var told []string
	if states := statesNamed(s, r.CallStates); states != "" {
		told = append(told, "call state: "+states)
	}
	if r.Search != "" {
		told = append(told, "with a search")
	}
	if r.WithoutNumber {
		told = append(told, "without a number")
	}
	if isMoment(r.At) {
		told = append(told, "at: "+r.At)
	}
	if len(r.Fields) > 0 {
		told = append(told, "fields: "+strconv.Itoa(len(r.Fields)))
	}
	return told
}

// Narrowed says for the audit what narrows a list of outcomes.
func (r *OutcomeRequest) Narrowed() []string {
	var told []string
	if isMoment(r.From) && isMoment(r.To) {
		told = append(told, "from: "+r.From, "to: "+r.To)
	}
	if r.Include.Withdrawn {
		told = append(told, "with withdrawn outcomes")
	}
	return told
}

// Narrowed says for the audit after which seq the log is read.
func (r *ChangeRequest) Narrowed() []string {
	if r.After == 0 {
		return nil
	}
	return []string{"after: " + strconv.FormatInt(r.After, 10)}
}

// statesNamed are the names among those that call states of the account have, as one value of the audit's details.
func statesNamed(s *auth.Session, names []string) string {
	var known []string
	for _, states := range s.Setup.States {
		for _, name := range names {
			if state := callflow.StateNamed(states, strings.TrimSuffix(name, "/")); state != nil {
				known = append(known, strings.ReplaceAll(state.Name, ", ", " "))
			}
		}
	}
	slices.Sort(known)
	return strings.Join(slices.Compact(known), " | ")
}

// isMoment says whether a text that somebody sent can only be a number or a time.
func isMoment(text string) bool { return text != "" && strings.Trim(text, "0123456789-+:.TZ") == "" }
