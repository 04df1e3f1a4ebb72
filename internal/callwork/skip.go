package callwork

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/given"
	"callflow/internal/store"
	"callflow/internal/store/handout"
	"callflow/internal/store/statuslist"
)

// How long a customer is skipped.
const (
	defaultSkip = 30      // minutes
	longestSkip = 24 * 60 // minutes
)

// SkipReason is a word for why a customer is skipped. It is one of a few words rather than free text, which would bring what is told of
// people into the audit.
type SkipReason string

// SkipReasons are the words that there are.
var SkipReasons = []SkipReason{"language", "known_to_agent", "conflict", "needs_another_agent", "technical", "other"}

// How the audit tells of a skip.
const (
	auditSkipped  = "skipped"
	auditCampaign = "campaign "
)

// SkipInput says how a customer is skipped.
type SkipInput struct {
	Minutes given.Value[int64] // what is not given is half an hour
	Reason  given.Value[SkipReason]
	Faults  []callflow.FieldError // what else the door found wrong, told last
}

// skip is what is asked for.
type skip struct {
	minutes int64
	reason  SkipReason // "" where none is given
}

func (in *SkipInput) skip() (skip, error) {
	faults := given.NewFaults()
	asked := skip{minutes: defaultSkip}
	if in.Minutes.Set {
		asked.minutes = given.Take(faults, "minutes", in.Minutes)
	}
	if !faults.Noted("minutes") && (asked.minutes < 1 || asked.minutes > longestSkip) {
		faults.Note("minutes", "must be a number of minutes from 1 to %d.", longestSkip)
	}
	if in.Reason.Set {
		given.Words[SkipReason](SkipReasons).Take(faults, "reason", in.Reason, &asked.reason)
	}
	faults.Add(in.Faults...)
	return asked, faults.Err()
}

// SkipCustomer gives a claimed customer back, and keeps it from being offered to the caller for a while: others may call it. The audit tells
// why, and for how long.
func (a *Service) SkipCustomer(ctx context.Context, s *auth.Session, at Place, input *SkipInput) (*auth.Answer, error) {
	asked, err := input.skip()
	if err != nil {
		return nil, err
	}
	return a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		return a.workOn(w, s, at, func(k *work) (*auth.Answer, error) {
			if err := k.mustHold(); err != nil {
				return nil, err
			}
			return &auth.Answer{}, k.skip(asked)
		})
	})
}

func (k *work) skip(asked skip) error {
	until := k.w.Now + asked.minutes*time.Minute.Milliseconds()
	if err := handout.Skip(k.w, k.campaign.ID, k.row.Number, handout.Claim{UserID: k.s.User.ID, Until: until}); err != nil {
		return err
	}
	details := fmt.Sprintf("%d minutes, %s%d", asked.minutes, auditCampaign, k.campaign.ID)
	if asked.reason != "" {
		details = string(asked.reason) + ", " + details
	}
	// The entry has the customer's number: the customer's id may be told no more once it is anonymised.
	return k.s.Audit(k.w, store.AuditEntry{Action: auditSkipped, Noun: auth.AuditCustomer, NounID: k.row.Number, Details: details})
}

// AuditedCampaign is the id of the campaign in which what an entry tells was done to a customer; 0 for none.
func AuditedCampaign(entry *auth.AuditEntry) int64 {
	if entry.Action != auditSkipped {
		return 0
	}
	_, text, _ := strings.Cut(entry.Details, ", "+auditCampaign)
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// AuditedCustomer is a customer whom an entry of the audit tells of by number, with the id that it has now.
type AuditedCustomer struct {
	AssignmentID int64
	CustomerID   string
}

// AuditedCustomers gives, by the ids of the entries, the customers whom they tell of by number and who are still there.
func (a *Service) AuditedCustomers(ctx context.Context, s *auth.Session, entries []auth.AuditEntry) (customers map[int64]AuditedCustomer, err error) {
	if err := s.May(auth.WriteSetup); err != nil {
		return nil, err
	}
	customers = make(map[int64]AuditedCustomer)
	err = a.authority.Read(ctx, s, func(r *store.Snapshot, current *auth.Session) error {
		var batch statuslist.Batch
		for i := range entries {
			campaign := current.Setup.Campaigns[AuditedCampaign(&entries[i])]
			if campaign == nil {
				continue
			}
			err := r.CustomerByNumber(campaign.AssignmentID, entries[i].NounID, &batch)
			if callflow.ErrorCode(err) == callflow.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			customers[entries[i].ID] = AuditedCustomer{campaign.AssignmentID, string(batch.Rows[0].CustomerID)}
		}
		return nil
	})
	return customers, err
}
