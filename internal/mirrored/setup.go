package mirrored

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
)

// TheirCampaign is a campaign as the other server lists it, with all that it belongs to. Ids are as they are there.
// An assignment without an id, as the later generation has it, is found by its client and its CRM type.
type TheirCampaign struct {
	Client     callflow.Client
	Assignment callflow.Assignment
	Campaign   callflow.Campaign
	Fields     []callflow.Field
	Source     int64 // the assignment's id there, also where the list does not tell it; 0 where the customers' numbers are not told
	Names      *TheirNames
}

// SetUp makes the account's set-up that of the other server, whose generation it speaks. What is only here stays.
func (m *Run) SetUp(ctx context.Context, generation int, campaigns []TheirCampaign) error {
	kept := m.kept
	return m.write(ctx, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		if setup.Account.Generation != generation {
			if err := takeGeneration(w, setup, generation); err != nil {
				return err
			}
		}
		m.kept = maps.Clone(kept)
		m.sources, m.here = make(map[int64]int64), make(map[int64]int64)
		for i := range campaigns {
			theirs := campaigns[i]
			if err := setUpTheirs(w, &theirs); err != nil {
				return err
			}
			if err := m.takeNames(w, &theirs); err != nil {
				return err
			}
			m.sources[theirs.Campaign.ID] = theirs.Source
			if theirs.Source != 0 {
				m.here[theirs.Source] = theirs.Assignment.ID
			}
		}
		return nil
	})
}

// takeGeneration lets an account that is empty speak as the other side does.
func takeGeneration(w *store.Write, setup *store.Setup, generation int) error {
	if len(setup.Assignments) == 0 {
		return w.SetGeneration(generation)
	}
	held := setup.Account.Generation
	return &callflow.Error{
		Code: callflow.Conflict, Message: fmt.Sprintf("The other server speaks the generation of %d, and this account that of %d.", generation, held),
		Fix: fmt.Sprintf("Change it with `callflow account update %s --generation %d`.", setup.Account.Name, generation),
	}
}

func setUpTheirs(w *store.Write, theirs *TheirCampaign) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	if err := putClient(w, setup, &theirs.Client); err != nil {
		return err
	}
	theirs.Assignment.ClientID = theirs.Client.ID
	if err := putAssignment(w, setup, &theirs.Assignment); err != nil {
		return err
	}
	for i := range theirs.Fields {
		if err := putField(w, setup.Fields[theirs.Assignment.ID], theirs.Assignment.ID, theirs.Fields[i]); err != nil {
			return err
		}
	}
	theirs.Campaign.AssignmentID = theirs.Assignment.ID
	return putCampaign(w, setup, &theirs.Campaign)
}

func putClient(w *store.Write, setup *store.Setup, client *callflow.Client) error {
	held := setup.Clients[client.ID]
	if held == nil {
		_, err := setuprows.CreateClient(w, client)
		return err
	}
	if *held == *client {
		return nil
	}
	return setuprows.UpdateClient(w, client)
}

func putAssignment(w *store.Write, setup *store.Setup, assignment *callflow.Assignment) error {
	held := setup.Assignments[assignment.ID]
	if assignment.ID == 0 {
		held = assignmentOf(setup, assignment.ClientID, assignment.CRMType)
	}
	if held == nil {
		id, err := setuprows.CreateAssignment(w, assignment)
		assignment.ID = id
		return err
	}
	assignment.ID, assignment.CRMType = held.ID, cmp.Or(assignment.CRMType, held.CRMType)
	if *held == *assignment {
		return nil
	}
	return setuprows.UpdateAssignment(w, assignment)
}

// assignmentOf finds a client's assignment of one CRM type, nil where there is none.
func assignmentOf(setup *store.Setup, clientID int64, crmType callflow.CRMType) *callflow.Assignment {
	for _, id := range slices.Sorted(maps.Keys(setup.Assignments)) {
		if held := setup.Assignments[id]; held.ClientID == clientID && held.CRMType == crmType {
			return held
		}
	}
	return nil
}

// putField keeps the place among the fields, which is taken from the records.
func putField(w *store.Write, held []callflow.Field, assignmentID int64, field callflow.Field) error {
	i := slices.IndexFunc(held, func(f callflow.Field) bool { return f.ID == field.ID })
	if i < 0 {
		_, err := setuprows.CreateField(w, assignmentID, &field)
		return err
	}
	field.Position, field.Choices = held[i].Position, held[i].Choices
	if field.Key == held[i].Key && field.Type == held[i].Type && field.MaxLength == held[i].MaxLength && field.Hint == held[i].Hint {
		return nil
	}
	return setuprows.UpdateField(w, assignmentID, &field)
}

// noOutcomes: customers are moved there, and the other side does not tell how.
func noOutcomes([]callflow.State) []callflow.Outcome { return nil }

func putCampaign(w *store.Write, setup *store.Setup, campaign *callflow.Campaign) error {
	held := setup.Campaigns[campaign.ID]
	if held == nil {
		campaign.WithdrawMinutes = callflow.DefaultWithdrawMinutes
		campaign.MaxClaims, campaign.MaxLease = callflow.DefaultMaxClaims, callflow.DefaultMaxLease
		_, err := setuprows.CreateCampaign(w, campaign, callflow.Flow{States: callflow.DefaultStates(), Outcomes: noOutcomes})
		return err
	}
	campaign.MaxAttempts, campaign.WithdrawMinutes = held.MaxAttempts, held.WithdrawMinutes
	campaign.MaxClaims, campaign.MaxLease, campaign.HandOutWithoutNumber = held.MaxClaims, held.MaxLease, held.HandOutWithoutNumber
	if *held == *campaign {
		return nil
	}
	return setuprows.UpdateCampaign(w, campaign)
}
