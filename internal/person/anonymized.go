package person

import "callflow"

// ErrAnonymized refuses to write what stays empty.
var ErrAnonymized = &callflow.Error{
	Code: callflow.Conflict, Message: "The customer was anonymised, and stays empty.", Fix: "Add the person as a new customer, if it is one again.",
}
