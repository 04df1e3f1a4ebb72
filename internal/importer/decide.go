package importer

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/cleanse"
	"callflow/internal/notes"
	"callflow/internal/profile"
	"callflow/internal/store"
)

// decision is what an import goes by: who imports, and where its customers are to be called. It is decided when the import runs, and again
// for each transaction when something was set up meanwhile.
type decision struct {
	session   *auth.Session
	campaigns []campaignTarget
}

// campaignTarget is a campaign that customers are added to, and the state they begin in.
type campaignTarget struct {
	campaign *callflow.Campaign
	products []callflow.Product
	stateID  int64
}

// RunAnew imports as everything stands now, whatever stood when the file was sent.
func (im *Run) RunAnew(ctx context.Context) error {
	current, err := im.service.OpenUnidentified(ctx, im.session.AccountID)
	if err != nil {
		return err
	}
	session, err := im.session.WithSetup(current.Setup)
	if err != nil {
		return stopped(err)
	}
	im.session = session
	if err := im.Prepare(ctx); err != nil {
		return stopped(err)
	}
	return im.runWhole(ctx)
}

// decide finds what is asked for in the account as a session has it.
func (im *Run) decide(s *auth.Session) (*decision, error) {
	if _, err := s.Assignment(im.Request.AssignmentID); err != nil {
		return nil, callflow.InvalidField("assignment", fmt.Sprintf("There is no assignment %d.", im.Request.AssignmentID))
	}
	decided := &decision{session: s}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(im.Request.CampaignIDs))) {
		campaign := s.Setup.Campaigns[id]
		if campaign == nil || campaign.AssignmentID != im.Request.AssignmentID {
			return nil, callflow.InvalidField("campaign", fmt.Sprintf("Assignment %d has no campaign %d.", im.Request.AssignmentID, id))
		}
		if today := im.service.Today(s); isArchived(campaign, today) {
			return nil, im.archived(campaign, today)
		}
		state, err := firstReady(s.Setup.States[id])
		if err != nil {
			return nil, err
		}
		decided.campaigns = append(decided.campaigns, campaignTarget{campaign: campaign, products: s.Setup.Products[id], stateID: state})
	}
	return decided, nil
}

// archived refuses to add customers to a campaign in which nobody is called any more.
func (im *Run) archived(campaign *callflow.Campaign, today string) error {
	if im.archivedSince(campaign, today) {
		return callflow.InvalidField("campaign", fmt.Sprintf("the campaign “%s” was archived.", campaign.Name))
	}
	date := "archived_date"
	if im.Request.Speaks == SpeaksPage {
		date = "“Archived on”"
	}
	return callflow.InvalidField("campaign", fmt.Sprintf("The campaign “%s” is archived: nobody is called in it. Leave it out, or empty its %s first.",
		campaign.Name, date))
}

// archivedSince says whether a campaign was archived after it was decided that customers are added to it.
func (im *Run) archivedSince(campaign *callflow.Campaign, today string) bool {
	i := slices.IndexFunc(im.campaigns, func(target campaignTarget) bool { return target.campaign.ID == campaign.ID })
	return i >= 0 && !isArchived(im.campaigns[i].campaign, today) && isArchived(campaign, today)
}

func isArchived(campaign *callflow.Campaign, today string) bool {
	return campaign.ArchivedDate != "" && campaign.ArchivedDate <= today
}

// firstReady is the state that a customer begins in: the first that may be called.
func firstReady(states []callflow.State) (int64, error) {
	for i := range states {
		if states[i].Kind == callflow.KindReady {
			return states[i].ID, nil
		}
	}
	return 0, callflow.InvalidField("campaign", "The campaign has no call state of kind ready for new customers to begin in.")
}

// decideAgain is the decision as the account is set up now. Whoever may not import any more, and what is not there any more, stops the import.
func (im *Run) decideAgain(setup *store.Setup) (*decision, error) {
	if setup.Same(im.session.Setup) {
		return &im.decision, nil
	}
	session, err := im.session.WithSetup(setup)
	if err != nil {
		return nil, stopped(err)
	}
	if err := im.sameFields(setup.Fields[im.Request.AssignmentID]); err != nil {
		return nil, stopped(err)
	}
	decided, err := im.decide(session)
	if err != nil {
		return nil, stopped(err)
	}
	return decided, nil
}

// sameFields wants the fields that columns fill to take the same values as when the rows were read.
func (im *Run) sameFields(fields []callflow.Field) error {
	for i := range im.fields {
		filled := &im.fields[i]
		at := slices.IndexFunc(fields, func(f callflow.Field) bool { return f.ID == filled.ID })
		switch {
		case filled.ID < 0: // a dry run only thinks it
		case at < 0:
			return callflow.InvalidField("file", fmt.Sprintf("the field “%s” was removed.", filled.Key))
		case fields[at].Type != filled.Type || fields[at].MaxLength != filled.MaxLength || !slices.Equal(fields[at].Choices, filled.Choices):
			return callflow.InvalidField("file", fmt.Sprintf("the field “%s” was changed.", filled.Key))
		}
	}
	return nil
}

// fixStopped is what to do about an import that has stopped.
const fixStopped = "What it wrote before stays. Put that right and send the file again: that completes it."

// stopped says why an import does not go on, where it is something that users decide.
func stopped(err error) error {
	var e *callflow.Error
	if !errors.As(err, &e) {
		return err
	}
	reason := e.Message
	switch {
	case errors.Is(err, auth.ErrInvalidToken):
		reason = "the token that it was sent with was revoked."
	case errors.Is(err, auth.ErrInvalidPassword):
		reason = "its user has another password now."
	case errors.Is(err, auth.ErrInactive):
		reason = "its user was switched off."
	case e.Code == callflow.Forbidden:
		reason = "its user may not import customers any more."
	case e.Code == callflow.Unavailable || e.Code == callflow.Internal: // nobody has decided that
		return err
	}
	return &callflow.Error{Code: callflow.Conflict, Message: "The import stopped: " + reason, Fix: fixStopped, Err: err}
}

// decideOrder decides the order of a column's dates. before is that in the file that its rows were rejected of, NoDate in others.
func (im *Run) decideOrder(c *column, p *profile.Column, before cleanse.Order) error {
	order, open := p.Ordered.Order()
	if before != cleanse.NoDate {
		order, open = before, false
	}
	switch im.Request.Dates {
	case DayFirst:
		order = cleanse.DayFirst
	case YearFirst:
		order = cleanse.YearFirst
	case MonthFirst:
		order = cleanse.MonthFirst
	case DatesText, "":
		if !open {
			break
		}
		return im.ask(openDates(p, c))
	}
	c.reads.order = order
	if c.decided = dateNames[before]; p.Slashed > 0 || im.Request.Dates != "" {
		c.decided = dateNames[order]
	}
	if p.Dates+p.Compact == p.Orders[cleanse.YearFirst] {
		order = cleanse.YearFirst
	}
	if p.Dates > p.ISO || p.Compact > 0 {
		im.notes.Add(notes.Dates, c, p.Values, dateNames[order])
	}
	if p.Short > 0 {
		im.notes.Add(notes.ShortYears, c, p.Short, "")
	}
	return nil
}

// openDates asks in which order the dates of a column are, where they leave it open.
func openDates(p *profile.Column, c *column) *openReading {
	asked := &openReading{column: c, option: "dates", answers: []string{"dmy", "mdy"}}
	if order, _ := p.Ordered.Order(); order == cleanse.NoDate {
		if asked.question = "Some dates of the column %q have the day first, and some the month."; p.Ordered.Years {
			asked.question = "No one order of day, month and year fits all dates of the column %q."
			asked.answers = append(asked.answers, "ymd")
		}
		return asked
	}
	var open cleanse.Orders
	open, asked.example = p.Ordered.Open()
	switch open {
	case cleanse.OrdersOf(cleanse.DayFirst, cleanse.MonthFirst):
		asked.question = "In the column %q, %s can have the day first, or the month."
	case cleanse.OrdersOf(cleanse.DayFirst, cleanse.YearFirst):
		asked.question, asked.answers = "In the column %q, %s can have the day first, or the year.", []string{"dmy", "ymd"}
	default:
		asked.question, asked.answers = "In the column %q, %s can have the day first, the month, or the year.", append(asked.answers, "ymd")
	}
	return asked
}
