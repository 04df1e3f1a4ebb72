package store

import "callflow/internal/store/verify"

// Verify holds everything that is kept beside the account's log against it, as the snapshot has both.
func (r *Snapshot) Verify(watch verify.Watch) (verify.Verified, error) {
	setup := r.Setup()
	account := &verify.Account{
		ID: r.AccountID, Seq: r.Seq, Location: setup.Location, Assignments: setup.Assignments, Campaigns: setup.Campaigns, States: setup.States,
		Users: setup.Users,
	}
	return account.Verify(r.tx, watch)
}
