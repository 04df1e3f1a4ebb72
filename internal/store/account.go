package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/failure"
)

// CreateAccount makes an account and gives its id. The name is the first label
// of the account's host name; it must be free. The account's audit begins with the entries, which say when they are of.
func (s *Store) CreateAccount(ctx context.Context, account callflow.Account, entries ...AuditEntry) (int64, error) {
	var id int64
	err := s.db.Exclusive(ctx, func(tx db.Tx) (err error) { // ids are given one after another
		if id, err = insertAccount(tx, &account); err != nil {
			return err
		}
		return beginAudit(tx, id, entries)
	})
	return id, failure.Translate("create account", err)
}

func beginAudit(tx db.Tx, accountID int64, entries []AuditEntry) error {
	for i, entry := range entries {
		entry.ID = int64(i) + 1
		if err := insertAudit(tx, accountID, &entry); err != nil {
			return err
		}
	}
	return nil
}

// firstUser is the id of the user that an account is made with.
const firstUser = 1

// CreateFirstAccount makes an account and its first user together, where the database has no account yet; Conflict where it has. The
// account's audit begins with an entry, which is the user's.
func (s *Store) CreateFirstAccount(ctx context.Context, account *callflow.Account, user *callflow.User, entry AuditEntry) error {
	err := s.db.Exclusive(ctx, func(tx db.Tx) error {
		taken, err := db.ReadNumber(tx, "SELECT COUNT(*) FROM account_names")
		if err != nil {
			return err
		}
		if taken > 0 {
			return &callflow.Error{Code: callflow.Conflict, Message: "There is an account already.", Fix: "Sign in."}
		}
		id, err := insertAccount(tx, account)
		if err != nil {
			return err
		}
		email := foldEmail(user.Email)
		if _, err := tx.Exec("INSERT INTO account_emails (email, account_id) VALUES ($1, $2)", email, id); err != nil {
			return err
		}
		entry.UserID = firstUser
		if err := beginAudit(tx, id, []AuditEntry{entry}); err != nil {
			return err
		}
		return insertUser(tx, id, firstUser, user)
	})
	return failure.Translate("create account", err)
}

func insertAccount(tx db.Tx, account *callflow.Account) (int64, error) {
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return 0, err
	}
	id, err := db.ReadNumber(tx, `SELECT COALESCE(MAX(account_id), 0) + 1
		FROM (SELECT account_id FROM account_names UNION ALL SELECT account_id FROM copies WHERE account_id > 0) taken`)
	if err != nil {
		return 0, err
	}
	if _, err := tx.Exec("INSERT INTO account_names (name, account_id) VALUES ($1, $2)", account.Name, id); err != nil {
		return 0, err
	}
	line, err := tx.Line()
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(`INSERT INTO accounts (account_id, name, time_zone, generation, seq, setup, secret, created_at, line)
		VALUES ($1, $2, $3, $4, 0, 1, $5, $6, $7)`,
		id, account.Name, account.TimeZone, account.Generation, secret, time.Now().UnixMilli(), line)
	return id, err
}

// SetGeneration changes which keys the account's records have.
func (w *Write) SetGeneration(generation int) error {
	return w.ExecSetupOne("UPDATE accounts SET generation = $2 WHERE account_id = $1", w.AccountID(), generation)
}

// SetDisplayName changes what people call the account; "" leaves them its name.
func (w *Write) SetDisplayName(name string) error {
	return w.ExecSetupOne("UPDATE accounts SET display_name = $2 WHERE account_id = $1", w.AccountID(), name)
}

// SetTimeZone changes the zone that the account's times are told in. Registered outcomes are counted by the days of the new one from then on,
// those of before as well: it reads them all.
func (w *Write) SetTimeZone(zone string) error {
	location, err := time.LoadLocation(zone)
	if err != nil {
		return err
	}
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(setup.Campaigns)) {
		if err := w.retally(setup, id, location); err != nil {
			return err
		}
	}
	return w.ExecSetupOne("UPDATE accounts SET time_zone = $2 WHERE account_id = $1", w.AccountID(), zone)
}

// AccountNamed finds an account by name; NotFound when there is none.
func (s *Store) AccountNamed(ctx context.Context, name string) (int64, error) {
	var id int64
	err := s.db.ReadOne(ctx, func(tx db.Tx) error {
		rows := tx.Query("SELECT account_id FROM account_names WHERE name = $1", strings.ToLower(name))
		defer rows.Close()
		if rows.Next() {
			id = rows.Int(0)
		}
		return rows.Err()
	})
	if err == nil && id == 0 {
		return 0, callflow.NotFoundError()
	}
	return id, failure.Translate("account", err)
}

// Accounts lists the ids of all accounts of this database.
func (s *Store) Accounts(ctx context.Context) ([]int64, error) {
	var ids []int64
	err := s.db.ReadOne(ctx, func(tx db.Tx) error {
		ids = nil
		rows := tx.Query("SELECT account_id FROM account_names ORDER BY account_id")
		for rows.Next() {
			ids = append(ids, rows.Int(0))
		}
		return rows.Err()
	})
	return ids, failure.Translate("accounts", err)
}

// AccountNames lists the names of all accounts of this database.
func (s *Store) AccountNames(ctx context.Context) ([]string, error) {
	var names []string
	err := s.db.ReadOne(ctx, func(tx db.Tx) error {
		names = nil
		rows := tx.Query("SELECT name FROM account_names ORDER BY name")
		for rows.Next() {
			names = append(names, rows.Text(0))
		}
		return rows.Err()
	})
	return names, failure.Translate("accounts", err)
}

// accountsPerEmail bounds how many accounts a sign-in without a host name tries.
const accountsPerEmail = 8

// AccountsOfEmail lists the accounts that have a user of this e-mail.
func (s *Store) AccountsOfEmail(ctx context.Context, email string) ([]int64, error) {
	var ids []int64
	err := s.db.ReadOne(ctx, func(tx db.Tx) error {
		ids = nil
		rows := tx.Query("SELECT account_id FROM account_emails WHERE email = $1 ORDER BY account_id LIMIT $2", foldEmail(email), accountsPerEmail)
		for rows.Next() {
			ids = append(ids, rows.Int(0))
		}
		return rows.Err()
	})
	return ids, failure.Translate("accounts of an e-mail", err)
}

func foldEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// NextID is the account's next free id of a table.
func (w *Write) NextID(table string) (int64, error) {
	rows := w.Tx().Query(fmt.Sprintf("SELECT COALESCE(MAX(id), 0) + 1 FROM %s WHERE account_id = $1", table), w.AccountID())
	defer rows.Close()
	var id int64
	if rows.Next() {
		id = rows.Int(0)
	}
	return id, rows.Err()
}

// IDOr gives the wanted id, or the account's next where none is wanted.
func (w *Write) IDOr(wanted int64, table string) (int64, error) {
	if wanted < 0 {
		return 0, callflow.InvalidField("id", "id must be a whole number from 1.")
	}
	if wanted != 0 {
		return wanted, nil
	}
	return w.NextID(table)
}

// ExecSetup runs a statement that changes the set-up.
func (w *Write) ExecSetup(sql string, args ...any) error {
	w.TouchSetup()
	_, err := w.Tx().Exec(sql, args...)
	return err
}

// ExecSetupOne changes one thing of the set-up; NotFound when it is not there.
func (w *Write) ExecSetupOne(sql string, args ...any) error {
	w.TouchSetup()
	changed, err := w.Tx().Exec(sql, args...)
	if err == nil && changed == 0 {
		return callflow.NotFoundError()
	}
	return err
}
