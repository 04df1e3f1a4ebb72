package app

import (
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
)

// comparedName is a user's name as names are compared: without regard to case, to how letters are composed, to blanks, and to signs that nobody sees.
func comparedName(name string) string {
	return norm.NFC.String(cases.Fold().String(cleanse.Label(name)))
}

// checkNameIsFree refuses a name that another user of the account has: records and change logs tell users by their names alone.
// before is the user who is changed, nil for a new one. Users of older databases may share a name until they are renamed.
func checkNameIsFree(w *store.Write, setup *store.Setup, before, user *callflow.User) error {
	wanted := comparedName(user.Name)
	if held := setup.UserByEmail(user.Email); held != nil && (before == nil || held.ID != before.ID) {
		return nil // that the address is taken is told first
	}
	if before != nil && comparedName(before.Name) == wanted {
		return nil
	}
	for _, other := range setup.Users {
		if (before == nil || other.ID != before.ID) && comparedName(other.Name) == wanted {
			return nameTaken("Another user has this name already. Choose one that tells them apart.")
		}
	}
	return checkFormerNames(w, before, wanted)
}

// checkFormerNames refuses a name under which outcomes are counted of a user who has another one now. The user who had it may take it again.
func checkFormerNames(w *store.Write, before *callflow.User, wanted string) error {
	r, err := w.Snapshot()
	if err != nil {
		return err
	}
	names, err := changelog.NamesOfOutcomes(r)
	if err != nil {
		return err
	}
	for _, name := range names {
		if comparedName(name) != wanted {
			continue
		}
		registrar, err := changelog.RegistrarNamed(r, name)
		if err != nil {
			return err
		}
		if registrar <= 0 {
			return nameTaken("Outcomes are registered under this name, and it is not known by whom. Choose another one.")
		}
		if before == nil || registrar != before.ID {
			return nameTaken("Outcomes are registered under this name by a user who has another name now. Choose one that tells them apart.")
		}
	}
	return nil
}

func nameTaken(message string) error {
	return &callflow.Error{Code: callflow.Conflict, Message: message, Fields: []callflow.FieldError{{Field: "name", Message: message}}}
}
