package app

import (
	"context"
	"strings"

	"callflow/internal/auth"
	"callflow/internal/store"
)

// AccountRequest is what an admin says of the account. What is nil stays.
type AccountRequest struct {
	DisplayName *string // what people call it; "" for the account's name
	TimeZone    *string // of its times, from the next request on
}

func (r *AccountRequest) check() error {
	var wrongName, wrongZone error
	if r.DisplayName != nil {
		*r.DisplayName = strings.Join(strings.Fields(*r.DisplayName), " ")
		wrongName = checkedName("name", *r.DisplayName)
	}
	if r.TimeZone != nil {
		wrongZone = checkedZone(*r.TimeZone)
	}
	return together(wrongName, wrongZone)
}

// ChangeAccount changes what is told of the account, for a caller who may.
func (a *App) ChangeAccount(ctx context.Context, s *auth.Session, r *AccountRequest) error {
	if err := r.check(); err != nil {
		return err
	}
	return a.asAdmin(ctx, s, func(w *store.Write, s *auth.Session) error {
		account, changed := &s.Setup.Account, []string(nil)
		if r.DisplayName != nil && *r.DisplayName != account.DisplayName {
			after := *account
			after.DisplayName = *r.DisplayName
			changed = append(changed, "name: "+account.Called()+" → "+after.Called())
			if err := w.SetDisplayName(*r.DisplayName); err != nil {
				return err
			}
		}
		if r.TimeZone != nil && *r.TimeZone != account.TimeZone {
			changed = append(changed, "time_zone: "+account.TimeZone+" → "+*r.TimeZone)
			if err := w.SetTimeZone(*r.TimeZone); err != nil {
				return err
			}
		}
		if changed == nil {
			return nil
		}
		return s.Audit(w, store.AuditEntry{Action: "changed", Noun: "account", Details: strings.Join(changed, ", ")})
	})
}
