package store

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"callflow"
	"callflow/internal/db"
)

// Setup is everything of an account that is set up rather than worked: it is
// small, changes seldom, and is kept in memory by its version. Read it only.
type Setup struct {
	Version  int64
	Account  callflow.Account
	Location *time.Location

	Clients     map[int64]*callflow.Client
	Assignments map[int64]*callflow.Assignment
	Campaigns   map[int64]*callflow.Campaign
	Fields      map[int64][]callflow.Field   // by assignment, by position
	States      map[int64][]callflow.State   // by campaign, by position
	Products    map[int64][]callflow.Product // by campaign, by position
	Outcomes    map[int64][]callflow.Outcome // by campaign, by position
	Users       map[int64]*callflow.User

	epochs      map[int64]int64 // of those before, up to which seq their numbers are of this history
	line        int64           // the database that the account was last written in
	followed    bool            // that is not this one: the next change begins another epoch
	lineage     int64
	uncommitted bool // it was changed in the transaction that reads it
	emails      map[string]*callflow.User
	tokens      map[string]*callflow.Token // by hash
	layouts     sync.Map                   // *callflow.Layout by LayoutKind
}

// isOf says whether the set-up is the one of a moment.
func (s *Setup) isOf(moment Moment) bool {
	return s.Version == moment.Setup && s.lineage == moment.Lineage
}

// Same says whether two set-ups are one: of the same number, in a database that has not become another one. One that is not committed yet
// is like no other: its number may be another one's in the end.
func (s *Setup) Same(other *Setup) bool {
	if s.uncommitted || other.uncommitted {
		return s == other
	}
	return s.Version == other.Version && s.lineage == other.lineage
}

// Token is a seq as callers are told it.
func (s *Setup) Token(seq int64) int64 { return callflow.SyncToken(s.Account.Epoch, seq) }

// SeqOf is the seq that a token stands for; ok is false where it is of a history that this account does not have, or may not have.
func (s *Setup) SeqOf(token int64) (seq int64, ok bool) {
	epoch, seq := callflow.SplitSyncToken(token)
	if seq == 0 || epoch == s.Account.Epoch {
		return seq, true
	}
	ended, known := s.epochs[epoch]
	return seq, known && seq <= ended
}

// CursorEpoch is the epoch of the cursors that are told now. Where the account has come into another database, as by a restored backup, and
// nothing was written since, it is the epoch of no cursor of before: of what was lost it can't be told apart otherwise.
func (s *Setup) CursorEpoch() int64 {
	if s.Restored() {
		return -1 - s.Account.Epoch
	}
	return s.Account.Epoch
}

// Restored says whether the account has come into another database, as by a restored backup, and nothing was written since: what is ahead of
// its clock was lost.
func (s *Setup) Restored() bool { return s.followed }

// LayoutKind names a layout that many requests share.
type LayoutKind struct {
	AssignmentID int64
	CampaignID   int64 // 0 for the assignment's customers
	Sync         bool
}

// Layout gives a layout, made once for as long as the set-up stays as it is.
func (s *Setup) Layout(kind LayoutKind, make func() *callflow.Layout) *callflow.Layout {
	if known, ok := s.layouts.Load(kind); ok {
		return known.(*callflow.Layout)
	}
	known, _ := s.layouts.LoadOrStore(kind, make())
	return known.(*callflow.Layout)
}

// UserByEmail finds a user, nil when there is none.
func (s *Setup) UserByEmail(email string) *callflow.User { return s.emails[foldEmail(email)] }

// TokenByHash finds a token, nil when there is none.
func (s *Setup) TokenByHash(hash []byte) *callflow.Token { return s.tokens[string(hash)] }

// HasToken says whether a user has a token of an id.
func (s *Setup) HasToken(id, userID int64) bool {
	for _, token := range s.tokens {
		if token.ID == id {
			return token.UserID == userID
		}
	}
	return false
}

// Tokens lists the tokens by id.
func (s *Setup) Tokens() []*callflow.Token {
	return slices.SortedFunc(maps.Values(s.tokens), func(a, b *callflow.Token) int { return cmp.Compare(a.ID, b.ID) })
}

// CampaignsOf lists the campaigns of an assignment by id.
func (s *Setup) CampaignsOf(assignmentID int64) []*callflow.Campaign {
	var campaigns []*callflow.Campaign
	for _, id := range slices.Sorted(maps.Keys(s.Campaigns)) {
		if s.Campaigns[id].AssignmentID == assignmentID {
			campaigns = append(campaigns, s.Campaigns[id])
		}
	}
	return campaigns
}

// ClientOf is the client that an assignment is for.
func (s *Setup) ClientOf(assignmentID int64) *callflow.Client {
	return s.Clients[s.Assignments[assignmentID].ClientID]
}

// Shape is what decides the keys of a campaign's records.
func (s *Setup) Shape(campaign *callflow.Campaign) *callflow.Shape {
	shape := s.CustomerShape(campaign.AssignmentID)
	shape.Campaign = campaign
	shape.Products = s.Products[campaign.ID]
	shape.States = s.States[campaign.ID]
	return shape
}

// CustomerShape is what decides the keys of an assignment's customer records.
func (s *Setup) CustomerShape(assignmentID int64) *callflow.Shape {
	return &callflow.Shape{
		Generation: s.Account.Generation,
		Client:     s.ClientOf(assignmentID),
		Assignment: s.Assignments[assignmentID],
		Fields:     s.Fields[assignmentID],
		Location:   s.Location,
	}
}

// Rules are what decides how a campaign's customers move.
func (s *Setup) Rules(campaign *callflow.Campaign) *callflow.Rules {
	return &callflow.Rules{
		MaxAttempts:          campaign.MaxAttempts,
		HandOutWithoutNumber: campaign.HandOutWithoutNumber,
		States:               s.States[campaign.ID],
		Outcomes:             s.Outcomes[campaign.ID],
		Products:             s.Products[campaign.ID],
	}
}

func loadSetup(tx db.Tx, accountID int64) (*Setup, error) {
	s := &Setup{
		Clients:     make(map[int64]*callflow.Client),
		Assignments: make(map[int64]*callflow.Assignment),
		Campaigns:   make(map[int64]*callflow.Campaign),
		Fields:      make(map[int64][]callflow.Field),
		States:      make(map[int64][]callflow.State),
		Products:    make(map[int64][]callflow.Product),
		Outcomes:    make(map[int64][]callflow.Outcome),
		Users:       make(map[int64]*callflow.User),
		emails:      make(map[string]*callflow.User),
		tokens:      make(map[string]*callflow.Token),
		epochs:      make(map[int64]int64),
	}
	l := loader{tx: tx, accountID: accountID}
	l.account(s)
	l.clients(s)
	l.users(s)
	l.assignments(s)
	l.campaigns(s)
	l.outcomes(s)
	return s, l.err
}

// loader reads table after table; after the first failure it reads no more.
type loader struct {
	tx        db.Tx
	accountID int64
	err       error
}

func (l *loader) each(sql string, row func(db.Rows)) {
	if l.err != nil {
		return
	}
	rows := l.tx.Query(sql, l.accountID)
	for rows.Next() {
		row(rows)
	}
	if rows.Err() != nil {
		l.err = rows.Err()
	}
}

func (l *loader) account(s *Setup) {
	l.each(`SELECT account_id, name, time_zone, generation, seq, setup, secret, epoch, display_name, line FROM accounts
		WHERE account_id = $1`, func(r db.Rows) {
		s.Account = callflow.Account{
			ID: r.Int(0), Name: r.Text(1), TimeZone: r.Text(2), Generation: int(r.Int(3)), Seq: r.Int(4), Setup: r.Int(5),
			Secret: r.Append(nil, 6), Epoch: r.Int(7), DisplayName: r.Text(8),
		}
		s.line = r.Int(9)
	})
	l.each("SELECT epoch, ended_seq FROM epochs WHERE account_id = $1 ORDER BY epoch", func(r db.Rows) { s.epochs[r.Int(0)] = r.Int(1) })
	s.Version = s.Account.Setup
	if l.err == nil && s.line != 0 && !l.tx.Standby() {
		line, err := l.tx.Line()
		s.followed, l.err = line != s.line, err
	}
	location, err := time.LoadLocation(s.Account.TimeZone)
	if l.err == nil {
		l.err = err
	}
	s.Location = location
}

func (l *loader) clients(s *Setup) {
	l.each(`SELECT id, short_name, full_name FROM clients WHERE account_id = $1 ORDER BY id`, func(r db.Rows) {
		s.Clients[r.Int(0)] = &callflow.Client{ID: r.Int(0), ShortName: r.Text(1), FullName: r.Text(2)}
	})
}

func (l *loader) users(s *Setup) {
	l.each(`SELECT id, email, name, role, client_id, password_hash, active FROM users WHERE account_id = $1 ORDER BY id`, func(r db.Rows) {
		user := &callflow.User{
			ID: r.Int(0), Email: r.Text(1), Name: r.Text(2), Role: callflow.Role(r.Text(3)),
			ClientID: r.Int(4), PasswordHash: r.Text(5), Active: r.Int(6) != 0,
		}
		s.Users[user.ID] = user
		s.emails[foldEmail(user.Email)] = user
	})
	l.each(`SELECT id, user_id, label, hash, created_at FROM tokens WHERE account_id = $1 ORDER BY id`, func(r db.Rows) {
		token := &callflow.Token{ID: r.Int(0), UserID: r.Int(1), Label: r.Text(2), Hash: r.Append(nil, 3), CreatedAt: time.UnixMilli(r.Int(4))}
		s.tokens[string(token.Hash)] = token
	})
}

func (l *loader) assignments(s *Setup) {
	l.each(`SELECT id, client_id, name, description, crm_type FROM assignments WHERE account_id = $1 ORDER BY id`, func(r db.Rows) {
		s.Assignments[r.Int(0)] = &callflow.Assignment{
			ID: r.Int(0), ClientID: r.Int(1), Name: r.Text(2), Description: r.Text(3), CRMType: callflow.CRMType(r.Text(4)),
		}
	})
	l.each(`SELECT assignment_id, id, key, type, max_length, hint, choices, position, retyped_from FROM custom_fields
		WHERE account_id = $1 ORDER BY assignment_id, position, id`, func(r db.Rows) {
		field := callflow.Field{
			ID: r.Int(1), Key: r.Text(2), Type: callflow.FieldType(r.Text(3)), MaxLength: r.Int(4), Hint: r.Text(5), Position: r.Int(7),
			RetypedFrom: callflow.FieldType(r.Text(8)),
		}
		if err := json.Unmarshal([]byte(r.Text(6)), &field.Choices); err != nil && l.err == nil {
			l.err = err
		}
		s.Fields[r.Int(0)] = append(s.Fields[r.Int(0)], field)
	})
}

func (l *loader) campaigns(s *Setup) {
	l.each(`SELECT id, assignment_id, name, description, start_date, end_date, archived_date, max_attempts, service_id, service_name,
			withdraw_minutes, max_claims, max_lease, hand_out_without_number
		FROM campaigns WHERE account_id = $1 ORDER BY id`, func(r db.Rows) {
		s.Campaigns[r.Int(0)] = &callflow.Campaign{
			ID: r.Int(0), AssignmentID: r.Int(1), Name: r.Text(2), Description: r.Text(3),
			StartDate: r.Text(4), EndDate: r.Text(5), ArchivedDate: r.Text(6), MaxAttempts: r.Int(7),
			ServiceID: r.Int(8), ServiceName: r.Text(9), WithdrawMinutes: r.Int(10), MaxClaims: r.Int(11), MaxLease: r.Int(12),
			HandOutWithoutNumber: r.Int(13) != 0,
		}
	})
	l.each(`SELECT campaign_id, id, name, kind, position FROM call_states WHERE account_id = $1 ORDER BY campaign_id, position, id`, func(r db.Rows) {
		s.States[r.Int(0)] = append(s.States[r.Int(0)], callflow.State{
			ID: r.Int(1), Name: r.Text(2), Kind: callflow.StateKind(r.Text(3)), Position: r.Int(4),
		})
	})
	l.each(`SELECT campaign_id, id, code, title, price, position FROM products WHERE account_id = $1 ORDER BY campaign_id, position, id`, func(r db.Rows) {
		s.Products[r.Int(0)] = append(s.Products[r.Int(0)], callflow.Product{
			ID: r.Int(1), Code: r.Text(2), Title: r.Text(3), Price: r.Text(4), Position: r.Int(5),
		})
	})
}

func splitDemands(text string) []callflow.Demand {
	demands := []callflow.Demand{}
	if text == "" {
		return demands
	}
	for name := range strings.SplitSeq(text, ",") {
		demands = append(demands, callflow.Demand(name))
	}
	return demands
}

func (l *loader) outcomes(s *Setup) {
	l.each(`SELECT campaign_id, id, type, subtype, state_id, counts_as_attempt, retry_after, max_attempts, exhausted_state_id, requires, position
		FROM outcomes WHERE account_id = $1 ORDER BY campaign_id, position, id`, func(r db.Rows) {
		s.Outcomes[r.Int(0)] = append(s.Outcomes[r.Int(0)], callflow.Outcome{
			ID: r.Int(1), Type: r.Text(2), Subtype: r.Text(3), StateID: r.Int(4), CountsAsAttempt: r.Int(5) != 0, RetryAfterMinutes: r.Int(6),
			MaxAttempts: r.Int(7), ExhaustedStateID: r.Int(8), Requires: splitDemands(r.Text(9)), Position: r.Int(10),
		})
	})
}
