package locale

import "strings"

// sentencesOfUndo are those that verbs say of outcomes that are taken back.
var sentencesOfUndo = []sentence{
	{"The outcome was withdrawn already, by change %s.", "The outcome was undone already."},
	{"There is nothing left to do: the customer's history tells who did, and when.", "What happened to the customer tells by whom, and when."},
	{"The customer was taken out of the campaign since.", "The customer was taken out of the campaign since."},
	{"Have an admin put it into the campaign again, then withdraw the outcome.", "Have an admin put it into the campaign again, then undo the outcome."},
	{"The call state that it came from is no longer there.", "The call state that it came from is no longer there."},
	{"%s, where it came from, is of another kind now.", "%s, where it came from, is of another kind now."},
	{"Move the customer to the call state where it belongs, then withdraw the outcome.",
		"An admin moves it by hand to where it belongs first; then the outcome can be undone."},
	{"It counts among the attempts after which the customer came to %s.", "It is one of the attempts after which the customer came to %s."},
	{"Withdraw the outcome that was registered last first, or move the customer to another call state.",
		"Undo the outcome that was registered last first, or have an admin move the customer by hand."},
	{"It was registered more than %s ago: only an admin can withdraw it now.", "It was registered more than %s ago: only an admin can undo it now."},
	{"Only an admin can withdraw outcomes of this campaign.", "Only an admin can undo outcomes of this campaign."},
	{"Only an admin can withdraw it: no user here registered it.", "Only an admin can undo it: no user here registered it."},
	{"Somebody else registered it: only they can withdraw it, within %s, or an admin.",
		"Somebody else registered it: only they can undo it, within %s, or an admin."},
	{"Ask an admin to do so.", "Ask an admin to do so."},
}

// sentencesOfTimes are those that verbs say of times. The first hole is what the member is called.
var sentencesOfTimes = []sentence{
	{"%s %s does not exist in %s: the clocks are put forward then. Give another time, or one with its offset.",
		"%[2]s does not exist in %[3]s: the clocks are put forward then. Give another time."},
	{"%s %s comes twice in %s: the clocks are put back then. Write which one is meant, %s or %s, or give a time outside that hour.",
		"%[2]s comes twice in %[3]s: the clocks are put back then. Give a time outside that hour."},
	{"%s must be a time as 2026-11-24 10:30 in the account's zone, or as 2026-11-24T10:30:00+01:00.", "Give a day and a time of day."},
	{"%s must be a time after 1970.", "The time is in the past. Give one that is still to come."},
}

// sentencesOfReasons tell why a customer stands where it stands. What follows them is told by Because.
var sentencesOfReasons = []sentence{
	{"%s put it into the campaign: it begins in %s.", "%s put it into the campaign: it begins in %s."},
	{"%s changed it by hand: it stays in %s.", "%s changed it by hand: it stays in %s."},
	{"%s moved it by hand from %s to %s.", "%s moved it by hand from %s to %s."},
	{"%s registered %s, attempt %s of the %s that the campaign allows: that leads to %s.",
		"%s registered %s, attempt %s of the %s that the campaign allows: that leads to %s."},
	{"%s registered %s, attempt %s of the %s that the outcome allows: that leads to %s.",
		"%s registered %s, attempt %s of the %s that the outcome allows: that leads to %s."},
	{"%s registered %s: it leads to %s.", "%s registered %s: it leads to %s."},
	{"%s registered %s: it led to %s.", "%s registered %s: it led to %s."},
	{"%s withdrew %s, which %s had registered: it is back in %s.", "%s undid %s, which %s had registered: it is back in %s."},
	{"%s withdrew %s, which %s had registered: it stays in %s.", "%s undid %s, which %s had registered: it stays in %s."},
	{"%s withdrew %s: it is back in %s.", "%s undid %s: it is back in %s."},
	{"%s withdrew %s: it stays in %s.", "%s undid %s: it stays in %s."},
}

// reasonsFollow are the sentences that may follow a reason.
var reasonsFollow = []string{"The campaign no longer has that outcome.", "The campaign's rules were others then."}

// Because tells why a customer stands where it stands, and when it is called again, in a page's words.
func (r Reader) Because(text string) string {
	after := ""
	for _, follows := range reasonsFollow {
		if first, found := strings.CutSuffix(text, " "+follows); found {
			text, after = first, " "+r.T(follows)
		}
	}
	for _, again := range []struct{ verbs, pages string }{
		{", to be called again after ", "It is called again after %s."}, {", to be called again at ", "It is called again at %s."},
	} {
		if first, when, found := strings.Cut(text, again.verbs); found {
			text, after = first+".", " "+r.T(again.pages, r.valueIn(strings.TrimSuffix(when, ".")))+after
		}
	}
	return r.Said(text) + after
}
