package locale

// setupSentences are those that verbs say of what is set up.
var setupSentences = []sentence{
	{"must be the id of a client.", "has to be chosen."},
	{"must be the id of an assignment.", "has to be chosen."},
	{"An outcome needs a call_state: the name of one of the campaign's call states.", "Choose the call state that the outcome leads to."},
	{"An outcome needs a type, such as Sale or No answer.", "An outcome needs a type, such as Sale or No answer."},
	{"must have at most %s characters.", "must have at most %s characters."},
	{"must be a whole number from 0 to %s.", "must be a whole number from 0 to %s."},
	{"must be from 0 to %s, a year.", "must be from 0 to %s, a year."},
	{"must be one of %s.", "must be one of %s."},
	{"must hold texts of 1 to %s characters, without line breaks and control characters.",
		"must hold texts of 1 to %s characters, without line breaks and control characters."},
	{"names %s twice.", "names %s twice."},
	{"is the label of the custom field %s already: %s.", "is the label of the custom field %s already: %s."},
	{"is a name of %s, which records have already: columns of files are matched by it. Choose another label.",
		"is a name of %s, which records have already: columns of files are matched by it. Choose another label."},
	{"The outcome says when to call again, so its call_state must be of kind scheduled; %s is of kind %s.",
		"It says when to call again, so it has to lead to a scheduled call state."},
	{"%s is of kind scheduled: give retry_after_minutes, or require callback_at, so that it is known when to call again.",
		"It leads to a scheduled call state: say after how many minutes to call again, or ask for a time to call back."},
	{"Remove them, or PATCH their client_id, first.", "Remove them, or give them to another client, first."},
	{"Archive it instead: PATCH its archived_date.", "Archive it instead: give it a day under Archived on."},
	{"The client has assignments: %s.", "The client has assignments: %s."},
	{"The assignment has campaigns: %s.", "The assignment has campaigns: %s."},
	{"The assignment has custom fields: %s.", "The assignment has custom fields: %s."},
	{"The assignment has %s custom fields, and may have no more.", "The assignment has %s custom fields, and may have no more."},
	{"1 of 1 value can't be read as %s.", "Some values can't be read as the new type."},
	{"%s of %s values can't be read as %s.", "Some values can't be read as the new type."},
	{"begins with a zero or a plus, which a number loses.", "begins with a zero or a plus, which a number loses."},
	{"has a sign that can part thousands or stand before decimals, and no other value says which.",
		"has a sign that can part thousands or stand before decimals, and no other value says which."},
	{"has blanks alone.", "has blanks alone."},
	{"A dry run names the first; drop_unreadable=true wipes them.", "Say that they may be wiped, or leave the type as it is."},
	{"The outcome %s leads to the call state.", "The outcome %s leads to the call state."},
	{"The outcome %s would not fit the kind %s. %s", "The outcome %s would not fit the kind."},
	{"%s is of kind %s: customers in it are called, and exhausted_call_state is for those who were called often enough.",
		"In %s customers are called, and here go those who were called often enough."},
	{"%s customers are in the call state, and only those in a state of kind scheduled have a due time.",
		"%s customers are in the call state, and only in a scheduled one do customers have a time."},
	{"%s customer is in the call state, and only those in a state of kind scheduled have a due time.",
		"%s customer is in the call state, and only in a scheduled one do customers have a time."},
	{"%s customers are in the call state.", "%s customers are in the call state."},
	{"The record has changed since it was read.", "Somebody else changed this after you opened it."},
	{"Read it again, then repeat the change.", "What you typed is kept: save again to have it so all the same."},
	{"has the unknown variable %s. There are: %s.", "has the unknown variable %s. There are: %s."},
	{"is before start_date.", "is before the day on which it begins."},
	{"must be from 0 to %s, a year; 0 lets admins alone withdraw outcomes.", "must be from 0 to %s, a year; 0 lets admins alone undo outcomes."},
	{"must be from 0 to 86400; 0 means a day, which is the longest.", "must be from 0 to 86400; 0 means a day, which is the longest."},
	{"can't be negative; 0 means none.", "can't be negative; 0 means none."},
	{"That name or id is taken.", "That name is taken."},
}

// setupPatterns find the sentences, in their order.
var setupPatterns = patternsOf(setupSentences)

// SetupSentence is a sentence of a verb about set-up in a page's words and the reader's language.
func (r Reader) SetupSentence(text string) string {
	if said, ok := r.saidBy(text, setupSentences, setupPatterns); ok {
		return said
	}
	return r.Said(text)
}
