package callflow

import "fmt"

// Campaign calls the customers of its assignment. Dates are YYYY-MM-DD, "" when open.
type Campaign struct {
	ID                   int64  `json:"id"`
	AssignmentID         int64  `json:"assignment_id"`
	Name                 string `json:"name"`
	Description          string `json:"description"`
	StartDate            string `json:"start_date"`
	EndDate              string `json:"end_date"`
	ArchivedDate         string `json:"archived_date"`
	MaxAttempts          int64  `json:"max_attempts"`            // 0 when there is no limit
	MaxClaims            int64  `json:"max_claims_per_agent"`    // that one user holds at a time; 0 when there is no limit
	MaxLease             int64  `json:"max_lease_seconds"`       // of a claim; 0 when there is no limit but LongestLease
	HandOutWithoutNumber bool   `json:"hand_out_without_number"` // also customers without a number that can be called

	ServiceID   int64  `json:"service_id"` // of what the later generation calls a service; 0 for none
	ServiceName string `json:"service_name"`

	// For how many minutes whoever registered an outcome may take it back; 0 where admins alone may.
	WithdrawMinutes int64 `json:"withdraw_minutes"`
}

// DefaultWithdrawMinutes is the WithdrawMinutes of a new campaign.
const DefaultWithdrawMinutes = 10

// mostWithdrawMinutes is a year.
const mostWithdrawMinutes = 366 * 24 * 60

// LongestLease is the longest that any claim lasts, in seconds.
const LongestLease = 24 * 60 * 60

// The bounds of claims that a campaign has unless others are set: enough for a dialler that works ahead, too few to keep a list from others.
const (
	DefaultMaxClaims = 20
	DefaultMaxLease  = 4 * 60 * 60
)

// Validate says what is missing or malformed.
func (c *Campaign) Validate() error {
	if c.Name == "" {
		return InvalidField("name", "A campaign needs a name.")
	}
	if c.AssignmentID == 0 {
		return InvalidField("assignment_id", "A campaign needs an assignment_id: the assignment whose customers it calls.")
	}
	for _, date := range []struct{ field, value string }{
		{"start_date", c.StartDate}, {"end_date", c.EndDate}, {"archived_date", c.ArchivedDate},
	} {
		if date.value != "" && !ValidDate(date.value) {
			return InvalidField(date.field, date.field+" must be a date as YYYY-MM-DD.")
		}
	}
	if c.StartDate != "" && c.EndDate != "" && c.EndDate < c.StartDate {
		return InvalidField("end_date", "end_date is before start_date.")
	}
	if c.MaxAttempts < 0 {
		return InvalidField("max_attempts", "max_attempts can't be negative; 0 means no limit.")
	}
	if c.WithdrawMinutes < 0 || c.WithdrawMinutes > mostWithdrawMinutes {
		message := fmt.Sprintf("withdraw_minutes must be from 0 to %d, a year; 0 lets admins alone withdraw outcomes.", mostWithdrawMinutes)
		return InvalidField("withdraw_minutes", message)
	}
	if c.MaxClaims < 0 {
		return InvalidField("max_claims_per_agent", "max_claims_per_agent can't be negative; 0 means no limit.")
	}
	if c.MaxLease < 0 || c.MaxLease > LongestLease {
		return InvalidField("max_lease_seconds", "max_lease_seconds must be from 0 to 86400; 0 means a day, which is the longest.")
	}
	if c.ServiceID < 0 {
		return InvalidField("service_id", "service_id can't be negative; 0 means none.")
	}
	return nil
}

// IsActive says whether the campaign is worked on the given day (YYYY-MM-DD):
// not archived, and not past its end.
func (c *Campaign) IsActive(today string) bool {
	if c.ArchivedDate != "" && c.ArchivedDate <= today {
		return false
	}
	return c.EndDate == "" || c.EndDate >= today
}

// Product is what a campaign sells; each is a key of the record, by position.
type Product struct {
	ID       int64  `json:"id"`
	Code     string `json:"code"`
	Title    string `json:"title"`
	Price    string `json:"price"` // a decimal, digits as entered; "" when not set
	Position int64  `json:"position"`
}

// Validate says what is missing or malformed.
func (p *Product) Validate() error {
	if p.Code == "" {
		return InvalidField("code", "A product needs a code: it names the record's key, product__{code}.")
	}
	if p.Price != "" && !validNumber(p.Price) {
		return InvalidField("price", "price must be a number such as 199 or 199.50.")
	}
	return nil
}
