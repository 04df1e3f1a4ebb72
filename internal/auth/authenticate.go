package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"

	"callflow"
)

// The answers to credentials that are not right (contract, section 7).
var (
	ErrInvalidToken    = &callflow.Error{Code: callflow.Unauthenticated, Message: "Invalid token."}
	ErrInvalidPassword = &callflow.Error{Code: callflow.Unauthenticated, Message: "Invalid username/password."}
	ErrInactive        = &callflow.Error{Code: callflow.Unauthenticated, Message: "User inactive or deleted."}
)

// tokenPrefix begins every key, so that one that leaked is recognised.
const tokenPrefix = "cf_"

// NewTokenKey makes a token's key: the account's id, then 160 random bits. The id
// leads to the account without a look-up across accounts.
func NewTokenKey(accountID int64) (key string, hash []byte, err error) {
	random := make([]byte, 20)
	if _, err := rand.Read(random); err != nil {
		return "", nil, err
	}
	key = tokenPrefix + strconv.FormatInt(accountID, 36) + "_" + base64.RawURLEncoding.EncodeToString(random)
	sum := sha256.Sum256([]byte(key))
	return key, sum[:], nil
}

func accountOfKey(key string) (int64, bool) {
	rest, ok := strings.CutPrefix(key, tokenPrefix)
	if !ok {
		return 0, false
	}
	id, _, ok := strings.Cut(rest, "_")
	if !ok || len(id) > 12 {
		return 0, false
	}
	accountID, err := strconv.ParseInt(id, 36, 64)
	return accountID, err == nil && accountID > 0
}

// WithToken opens a session with a token's key. account names the account that
// the host name means, "" where the host means none.
func (a *Service) WithToken(ctx context.Context, key, account string) (*Session, error) {
	accountID, ok := accountOfKey(key)
	if !ok {
		return nil, ErrInvalidToken
	}
	session, err := a.OpenUnidentified(ctx, accountID)
	if callflow.ErrorCode(err) == callflow.NotFound {
		return nil, ErrInvalidToken
	}
	if err != nil {
		return nil, err
	}
	if account != "" && account != session.Setup.Account.Name {
		return nil, ErrInvalidToken
	}
	hash := sha256.Sum256([]byte(key))
	token := session.Setup.TokenByHash(hash[:])
	if token == nil {
		return nil, ErrInvalidToken
	}
	session.token, session.tokenID = hash[:], token.ID
	if session, err = session.as(session.Setup.Users[token.UserID]); err != nil {
		return nil, err
	}
	return session.admitted(), nil
}

// OpenUnidentified reads the account as it stands, for a caller yet unknown.
func (a *Service) OpenUnidentified(ctx context.Context, accountID int64) (*Session, error) {
	a.noteAsked()
	moment, err := a.store.Moment(ctx, accountID)
	if err != nil {
		return nil, err
	}
	setup, err := a.store.SetupAt(ctx, accountID, moment)
	if err != nil {
		return nil, err
	}
	return &Session{Caller: callflow.Caller{AccountID: accountID}, Moment: moment, Setup: setup, asked: AskedOf(ctx)}, nil
}

func (s *Session) as(user *callflow.User) (*Session, error) {
	if user == nil || !user.Active {
		return nil, ErrInactive
	}
	s.User = user
	return s, nil
}

// hashesOfRefusal is how many hashes a refusal costs at least where the host names no account: as many for an e-mail that two accounts know
// as for one that none does, so that the time says nothing.
const hashesOfRefusal = 2

// WithPassword opens a session with e-mail and password. Where the host names no
// account, the accounts that know the e-mail are tried.
func (a *Service) WithPassword(ctx context.Context, email, password, account string) (*Session, error) {
	tried := 0
	var refused []knownUser
	session, err := a.userSession(ctx, email, account, func(user *callflow.User, accountID int64) (bool, error) {
		tried++
		refused = append(refused, knownUser{accountID, user.ID})
		return a.passwords.verify(ctx, user, passwordGuess{accountID, password, a.now()})
	})
	if session == nil && (err == nil || callflow.ErrorCode(err) == callflow.Unauthenticated) {
		a.noteRefused(ctx, auditedFailed, refused)
	}
	if err != nil || session != nil {
		return session, err
	}
	wanted := hashesOfRefusal
	if account != "" {
		wanted = 1
	}
	for ; tried < wanted; tried++ {
		if _, err := a.passwords.verify(ctx, &callflow.User{PasswordHash: decoyHash}, passwordGuess{0, password, a.now()}); err != nil {
			return nil, err
		}
	}
	return nil, ErrInvalidPassword
}

// WithKnownPassword opens a session where this password was right a moment ago, else
// gives nil: it costs no hash, so nobody is made to wait for it.
func (a *Service) WithKnownPassword(ctx context.Context, email, password, account string) *Session {
	session, err := a.userSession(ctx, email, account, func(user *callflow.User, accountID int64) (bool, error) {
		return a.passwords.known(user, passwordGuess{accountID, password, a.now()}), nil
	})
	if err != nil {
		return nil
	}
	return session
}

// VerifyOwnPassword says whether a password is the caller's; where it is not, that is counted as a sign-in that failed.
func (a *Service) VerifyOwnPassword(ctx context.Context, s *Session, password string) (bool, error) {
	right, err := a.passwords.verify(ctx, s.User, passwordGuess{s.AccountID, password, a.now()})
	if err == nil && !right {
		a.noteRefused(ctx, auditedFailed, []knownUser{{s.AccountID, s.User.ID}})
	}
	return right, err
}

// userSession opens a session as the first user of the e-mail that is the one, nil
// where none is. A user that is switched off does not stand before another account's.
func (a *Service) userSession(ctx context.Context, email, account string, isTheOne func(*callflow.User, int64) (bool, error)) (*Session, error) {
	accounts, err := a.accountsFor(ctx, email, account)
	if err != nil {
		return nil, err
	}
	var inactive error
	for _, accountID := range accounts {
		session, err := a.OpenUnidentified(ctx, accountID)
		if err != nil {
			return nil, err
		}
		user := session.Setup.UserByEmail(email)
		if user == nil {
			continue
		}
		if found, err := isTheOne(user, accountID); err != nil || !found {
			if err != nil {
				return nil, err
			}
			continue
		}
		if session, err = session.as(user); err == nil {
			return session.admitted(), nil
		}
		inactive = err
	}
	return nil, inactive
}

func (a *Service) accountsFor(ctx context.Context, email, account string) ([]int64, error) {
	if account == "" {
		return a.store.AccountsOfEmail(ctx, email)
	}
	id, err := a.store.AccountNamed(ctx, account)
	if callflow.ErrorCode(err) == callflow.NotFound {
		return nil, nil
	}
	return []int64{id}, err
}

// argon2id as OWASP recommends it: 19 MiB, two passes, one lane.
const (
	argonMemory = 19 * 1024
	argonTime   = 2
	argonLanes  = 1
	argonLength = 32
)

// hashPassword gives the hash in the PHC string format.
func hashPassword(password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	sum := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonLanes, argonLength)
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes, encode(salt), encode(sum)), nil
}

// decoyHash costs a wrong e-mail as much time as a wrong password.
const decoyHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

func passwordMatches(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var memory, passes uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	sum, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false
	}
	return subtle.ConstantTimeCompare(sum, argon2.IDKey([]byte(password), salt, passes, memory, lanes, uint32(len(sum)))) == 1
}
