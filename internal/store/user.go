package store

import (
	"callflow"
	"callflow/internal/db"
)

// CreateUser adds a user and gives its id, the account's next where user.ID is 0.
func (w *Write) CreateUser(user *callflow.User) (int64, error) {
	id, err := w.IDOr(user.ID, "users")
	if err != nil {
		return 0, err
	}
	email := foldEmail(user.Email)
	if _, err := w.Tx().Exec("INSERT INTO account_emails (email, account_id) VALUES ($1, $2)", email, w.AccountID()); err != nil {
		return 0, err
	}
	w.TouchSetup()
	return id, insertUser(w.Tx(), w.AccountID(), id, user)
}

func insertUser(tx db.Tx, accountID, id int64, user *callflow.User) error {
	var client any
	if user.ClientID != 0 {
		client = user.ClientID
	}
	_, err := tx.Exec(`INSERT INTO users (account_id, id, email, name, role, client_id, password_hash, active)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		accountID, id, foldEmail(user.Email), user.Name, string(user.Role), client, user.PasswordHash, user.Active)
	return err
}

// UpdateUser changes what is told of a user; password and activity stay. before is the user as it stands.
func (w *Write) UpdateUser(before, user *callflow.User) error {
	from, to := foldEmail(before.Email), foldEmail(user.Email)
	if from != to {
		if _, err := w.Tx().Exec("INSERT INTO account_emails (email, account_id) VALUES ($1, $2)", to, w.AccountID()); err != nil {
			return err
		}
		if _, err := w.Tx().Exec("DELETE FROM account_emails WHERE email = $1 AND account_id = $2", from, w.AccountID()); err != nil {
			return err
		}
	}
	var client any
	if user.ClientID != 0 {
		client = user.ClientID
	}
	return w.ExecSetupOne("UPDATE users SET email = $3, name = $4, role = $5, client_id = $6 WHERE account_id = $1 AND id = $2",
		w.AccountID(), before.ID, to, user.Name, string(user.Role), client)
}

// SetPassword replaces a user's password hash.
func (w *Write) SetPassword(userID int64, hash string) error {
	return w.ExecSetupOne("UPDATE users SET password_hash = $3 WHERE account_id = $1 AND id = $2", w.AccountID(), userID, hash)
}

// SetUserActive switches a user on or off.
func (w *Write) SetUserActive(userID int64, active bool) error {
	return w.ExecSetupOne("UPDATE users SET active = $3 WHERE account_id = $1 AND id = $2", w.AccountID(), userID, active)
}

// CreateToken keeps a token by its hash and gives its id.
func (w *Write) CreateToken(token *callflow.Token) (int64, error) {
	id, err := w.NextID("tokens")
	if err != nil {
		return 0, err
	}
	return id, w.ExecSetup("INSERT INTO tokens (account_id, id, user_id, label, hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
		w.AccountID(), id, token.UserID, token.Label, token.Hash, w.Now)
}

// DeleteToken takes a token away: it is invalid from the next request on.
func (w *Write) DeleteToken(id int64) error {
	return w.ExecSetupOne("DELETE FROM tokens WHERE account_id = $1 AND id = $2", w.AccountID(), id)
}
