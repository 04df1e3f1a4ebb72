package customer

import "callflow"

// CheckPerson passes on what came of looking for a customer by id, and refuses where that is not the customer whom the caller was shown: shown
// and found are their numbers, shown 0 asks for none.
func CheckPerson(shown, found int64, err error) error {
	switch {
	case shown == 0 || err == nil && found == shown:
		return err
	case err == nil:
		return errAnotherShown
	case callflow.ErrorCode(err) == callflow.NotFound:
		return errAnonymizedShown
	}
	return err
}

// What is refused to a caller who was shown a customer that was anonymised since: nothing else takes its id from a customer.
var (
	errAnonymizedShown = &callflow.Error{
		Code: callflow.PreconditionFailed, Message: "The customer was anonymised after the page was opened. Nothing was done.",
		Fix: "Go on with another customer.",
	}
	errAnotherShown = &callflow.Error{
		Code:    callflow.PreconditionFailed,
		Message: "The customer was anonymised after the page was opened, and another customer has the id now. Nothing was done.",
		Fix:     "Open the customer again to see who has the id now.",
	}
)
