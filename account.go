package callflow

import (
	"cmp"
	"time"
)

// Account is one tenant. Seq is its clock: the number of its latest change.
// Setup numbers its latest change of set-up (clients, campaigns, fields, users …).
type Account struct {
	ID          int64
	Name        string // the first label of the host name
	DisplayName string // what people call it; "" where that is its name
	TimeZone    string // an IANA name
	Generation  int    // 2019 or 2020: which keys the vendor's API of that year has
	Seq         int64
	Setup       int64
	Secret      []byte // signs the cursors
	Epoch       int64  // which history of the clock its numbers are of
}

// Called is what people call the account.
func (a *Account) Called() string { return cmp.Or(a.DisplayName, a.Name) }

// DefaultTimeZone is the zone of an account that names none (contract, head).
const DefaultTimeZone = "Europe/Oslo"

// The generations of the vendor's API: the seed's, and the one that came after it
// (contract, "The later generation").
const (
	DefaultGeneration = 2019
	LaterGeneration   = 2020
)

// ValidGeneration says whether a generation is one that callflow speaks.
func ValidGeneration(generation int) bool {
	return generation == DefaultGeneration || generation == LaterGeneration
}

// Role is what a user may do.
type Role string

// The roles of the contract's section 7.
const (
	Admin  Role = "admin"  // everything
	Agent  Role = "agent"  // reads, and registers outcomes
	Reader Role = "reader" // reads
)

// Valid says whether the role is one of the three.
func (r Role) Valid() bool { return r == Admin || r == Agent || r == Reader }

// User is somebody, or some system, that may ask. A user bound to a client is
// external: it sees that client's campaigns alone.
type User struct {
	ID           int64
	Email        string
	Name         string
	Role         Role
	ClientID     int64 // 0 when not bound
	PasswordHash string
	Active       bool
}

// External says whether the user is bound to a client.
func (u *User) External() bool { return u.ClientID != 0 }

// Token is a key that a user asks with. Only its hash is kept.
type Token struct {
	ID        int64
	UserID    int64
	Label     string
	Hash      []byte // SHA-256 of the whole key
	CreatedAt time.Time
}

// Caller is who asks: set once by authentication, read by every verb.
type Caller struct {
	AccountID int64
	User      *User
}
