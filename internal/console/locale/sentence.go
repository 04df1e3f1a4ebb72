package locale

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"callflow"
)

// sentence is a sentence of a verb, which speaks to programs, as a page says it: %s stands for what is in it.
type sentence struct{ verbs, pages string }

// sentences are those that verbs say of customers and calls; what is said of set-up is in setup_form.go.
var sentences = slices.Concat(sentencesOfCalls, sentencesOfUndo, sentencesOfTimes, sentencesOfReasons)

var sentencesOfCalls = []sentence{
	{"%s needs a comment.", "Write a comment: the outcome asks for one."},
	{"%s needs callback_at: when the customer is called again.", "Say when the customer is to be called back."},
	{`%s needs a meeting: {"agent", "from", "to"}.`, "Say when the meeting is."},
	{"%s needs products: units by product code.", "Give the units of at least one product."},
	{"%s leads to %s, where nobody is called at a time: leave callback_at out, or take another outcome.",
		"%s leads to %s, where nobody is called at a time: empty the time, or take another outcome."},
	{"due is in the past. Give a time that is still to come. To have the customer called now, set call_state to a state of kind ready.",
		"The time is in the past. To have the customer called now, move it to a call state in which customers are called at once."},
	{"%s is in the past. Give a time that is still to come.", "The time is in the past. Give one that is still to come."},
	{"%s is more than ten years ahead. Check the year.", "The time is more than ten years ahead. Check the year."},
	{"A meeting needs from and to.", "A meeting needs a beginning and an end."},
	{"meeting.to must be after meeting.from.", "The meeting has to end after it begins."},
	{"meeting.to is more than 31 days after meeting.from. Check the date.", "The meeting lasts more than 31 days. Check the date."},
	{"The units of %s must be a whole number from 1 to %s.", "The units of %s have to be a whole number from 1 to %s."},
	{"products.%s must be a whole number.", "The units of %s have to be a whole number."},
	{"comment must have at most %s characters.", "The comment may have at most %s characters."},
	{"%s is of kind scheduled: give due, the time from which the customer may be called.",
		"In %s customers are called from a time on: give the time."},
	{"%s is of kind %s: only customers in a state of kind scheduled have a due time.", "Customers in %s have no time to be called at: empty the time."},
	{"%s is of kind %s: customers in it wait until somebody moves them.", "In %s customers wait until somebody moves them."},
	{"%s is of kind done: it is final.", "In %s calls have ended."},
	{"%s is of kind excluded: it is final, and customers in it are never called.", "In %s customers are never called."},
	{"%s is of kind %s.", "It may be called now: it is in %s."},
	{"It is in %s, and not due yet.", "It is in %s, and its time has not come yet."},
	{"It has no telephone number that can be called.", "It has no telephone number that can be called: it is not handed out."},
	{"The campaign allows %s attempts, and %s were made.", "The campaign allows %s attempts, and %s were made."},
	{"The campaign allows 1 attempt, and 1 was made.", "The campaign allows 1 attempt, and 1 was made."},
	{"The campaign allows 1 attempt, and %s were made.", "The campaign allows 1 attempt, and %s were made."},
	{"Another user is calling it, until %s.", "Somebody else is calling it, until %s."},
	{"Another user is calling this customer, until %s.", "Somebody else is calling this customer, until %s."},
	{"The customer is in %s, which is final: no call is made any more.", "The customer is in %s, where calls have ended."},
	{"The customer is in %s: it must not be called.", "In %s customers are never called."},
	{"It is in a call state that the campaign does not have: nobody calls it until somebody moves it to another one.",
		"It is in a call state that the campaign does not have: nobody calls it until somebody moves it to another one."},
	{"You hold claims on 1 customer of this campaign, and it allows %s at a time.", "1 customer of this campaign is kept for you, and it allows %s at a time."},
	{"You hold claims on %s customers of this campaign, and it allows %s at a time.",
		"%s customers of this campaign are kept for you, and it allows %s at a time."},
	{"Register their outcomes, or give some back with DELETE …/claim/; they also lapse by themselves. " +
		"An admin may change the campaign's max_claims_per_agent.",
		"Register their outcomes, or give some back; in a while they are free by themselves. An admin may change how many the campaign allows."},
	{"Your claim on this customer lapsed at %s.", "The customer was kept for you until %s, and is not any more."},
	{"Claim it again with POST …/claim/, then send the outcome again: nothing of it was registered.",
		"Nothing was registered. Keep it again, or take the next one."},
	{"The campaign has no call state of kind ready to begin in.", "The campaign has no call state in which customers are ready to be called."},
	{"To call it again, an admin moves it to another call_state with PATCH first.", "To call it again, an admin moves it by hand first."},
	{"An admin moves it to another call_state with PATCH first.", "To call it again, an admin moves it by hand first."},
	{"The campaign ended on %s: nobody is called in it now.", "The campaign ended on %s: nobody is called in it now."},
	{"The campaign begins on %s: nobody is called in it now.", "The campaign begins on %s: nobody is called in it now."},
	{"The campaign was archived on %s: nobody is called in it now.", "The campaign was archived on %s: nobody is called in it now."},
	{"This Idempotency-Key came with another request before.", "What came of this call was registered already, and is not registered again."},
	{"Use a new key for a new request.", "To register another outcome, open the customer at the desk again."},
	{"The assignment has a customer with this crm__customer_id already.", "The assignment has a customer with this id already."},
	{"PATCH or PUT that customer instead.", "Change that customer instead, or give another id."},
	{"A customer needs a crm__customer_id: the id that your CRM gave it.", "A customer needs an id: the one that your CRM gave it."},
	{"crm__customer_id must have at most %s characters.", "The id may have at most %s characters."},
	{"customer_ids names nobody. Give at least one crm__customer_id.", "Give at least one customer id."},
	{"call_state %s is none of the campaign's call states.%s They are: %s.", "There is no call state %s here. Choose among those below."},
	{"%s is none of the campaign's call states.%s They are: %s.", "There is no call state %s here. Choose among those below."},
	{"Write at least one word of %s letters or more.", "Write at least one word of %s letters or more."},
	{"The customers were moved more than %s minutes ago: that can't be undone together.",
		"The customers were moved more than %s minutes ago: that can't be undone together."},
	{"Expected available in %s seconds.", "Try again in %s seconds."},
	{"%s must be a whole number.", "%s has to be a whole number."},
	{"%s can be a thousand and more, or a number with decimals: write a point before decimals, and nothing between thousands.",
		"%s can be a thousand and more, or a number with decimals: write a point before decimals, and nothing between thousands."},
	{"%s must be a number such as 4 or 4.50.", "%s has to be a number such as 4 or 4.50."},
	{"%s must be a date as YYYY-MM-DD.", "%s has to be a date."},
	{"%s must be one of %s.", "%s has to be one of %s."},
	{"%s must have at most %s characters.", "%s may have at most %s characters."},
	{"the token that it was sent with was revoked.", "the token that it was sent with was revoked."},
	{"its user has another password now.", "its user has another password now."},
	{"its user was switched off.", "its user was switched off."},
	{"its user may not import customers any more.", "its user may not import customers any more."},
	{"the campaign “%s” was archived.", "the campaign “%s” was archived."},
	{"the field “%s” was removed.", "the field “%s” was removed."},
	{"the field “%s” was changed.", "the field “%s” was changed."},
	{"Assignment %s has no campaign %s.", "a campaign that customers were to be put into was removed."},
	{"The campaign has no call state of kind ready for new customers to begin in.",
		"a campaign has no call state any more for new customers to begin in."},
}

var sentencePatterns = patternsOf(sentences)

func patternsOf(sentences []sentence) []*regexp.Regexp {
	patterns := make([]*regexp.Regexp, len(sentences))
	for i, known := range sentences {
		patterns[i] = regexp.MustCompile("(?s)^" + strings.ReplaceAll(regexp.QuoteMeta(known.verbs), "%s", "(.*?)") + "$")
	}
	return patterns
}

// Said is a sentence of a verb in a page's words and the reader's language; one that no page knows stays as it is.
func (r Reader) Said(text string) string {
	if Has(text) {
		return r.T(text)
	}
	if said, ok := r.saidBy(text, sentences, sentencePatterns); ok {
		return said
	}
	return text
}

// saidBy looks a sentence up among those that are known.
func (r Reader) saidBy(text string, known []sentence, patterns []*regexp.Regexp) (string, bool) {
	for i := range known {
		found := patterns[i].FindStringSubmatch(text)
		if found == nil {
			continue
		}
		holes := make([]any, len(found)-1)
		for at := range holes {
			holes[at] = r.valueIn(found[at+1])
		}
		if !strings.Contains(known[i].pages, "%[") { // the page says the first of them, in their order
			holes = holes[:strings.Count(known[i].pages, "%s")]
		}
		return r.T(known[i].pages, holes...), true
	}
	return "", false
}

// valueIn writes a time, a day or a length of time that stands in a sentence in the reader's habits, and leaves what is none.
func (r Reader) valueIn(text string) string {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return r.Moment(at.UnixMilli())
	}
	if at, err := time.Parse(callflow.MinuteLayout, text); err == nil {
		return at.Format(momentLayouts[r.Language])
	}
	if length := r.LengthOf(text); length != "" {
		return length
	}
	return r.Day(text)
}

// LengthOf writes a length of time, such as 2 hours; "" for what is none.
func (r Reader) LengthOf(text string) string {
	number, unit, _ := strings.Cut(text, " ")
	count, err := strconv.Atoi(number)
	if err != nil {
		return ""
	}
	switch strings.TrimSuffix(unit, "s") {
	case "minute":
		return r.T("%d minutes", count)
	case "hour":
		return r.T("%d hours", count)
	case "day":
		return r.T("%d days", count)
	}
	return ""
}
