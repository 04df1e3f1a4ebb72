package app

import (
	"context"
	"fmt"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
)

// OutcomeRequest asks for a page of registered outcomes. One of CampaignID, AssignmentID and
// CRM is set, or none: the account's are asked for then. Sold asks for the products that they sold instead.
type OutcomeRequest struct {
	CampaignID   int64
	AssignmentID int64
	CRM          CRM
	Sold         bool
	Include      callflow.OutcomeInclude
	From, To     string        // YYYYMMDD, both included; today alone where either is ""
	Page         callflow.Page // without its cursor
	Cursor       string        // as the client sent it
	Head         bool          // of a file: whether its columns are wanted
}

// RegisteredOutcomes reads a page of registered outcomes, in the order of the clock.
func (a *App) RegisteredOutcomes(ctx context.Context, s *auth.Session, request *OutcomeRequest) (*ListPage, error) {
	page := &ListPage{}
	err := a.Read(ctx, s, func(r *store.Snapshot, current *auth.Session) (err error) {
		page.Moment = r.Moment
		w := &outcomeWindow{request: request, session: current, number: request.Page.Number, name: request.name(), now: a.now()}
		if err := w.open(r); err != nil {
			return err
		}
		if page.Count, err = changelog.CountOutcomes(r, &w.list); err != nil {
			return err
		}
		if err := w.read(r, page.Count); err != nil {
			return err
		}
		if err := w.readWithdrawals(r); err != nil {
			return err
		}
		w.link(page)
		page.Results, page.Records = w.records(), int64(len(w.batch.Rows))
		return nil
	})
	return page, err
}

// MayReadOutcomes says whether the caller may see the list of outcomes that is asked for: nil, or why not.
func MayReadOutcomes(s *auth.Session, request *OutcomeRequest) error {
	_, err := (&outcomeWindow{request: request, session: s}).campaigns()
	return err
}

// name says which list was asked for: a cursor is good for one alone.
func (r *OutcomeRequest) name() string {
	list := "outcomes"
	if r.Include.Withdrawn {
		list = "outcomes+withdrawn"
	}
	if r.From == "" || r.To == "" {
		return fmt.Sprintf("%s/%d/%d/%t/today%s", list, r.CampaignID, r.AssignmentID, r.Sold, r.CRM.name())
	}
	return fmt.Sprintf("%s/%d/%d/%t/%s/%s%s", list, r.CampaignID, r.AssignmentID, r.Sold, r.From, r.To, r.CRM.name())
}

// outcomeWindow finds a page's records, and the places of its neighbours.
type outcomeWindow struct {
	request *OutcomeRequest
	session *auth.Session
	now     time.Time
	name    string
	list    changelog.OutcomeList
	cursor  *callflow.Cursor // its campaign is a seq, its number one of that entry's products
	number  int64
	batch   changelog.OutcomeBatch

	hasNext     bool
	hasPrevious bool
}

// open decides what the list ranges over.
func (w *outcomeWindow) open(r *store.Snapshot) error {
	campaigns, err := w.campaigns()
	if err != nil {
		return err
	}
	w.list.Sold, w.list.Withdrawn = w.request.Sold, w.request.Include.Withdrawn
	for _, campaign := range campaigns {
		w.list.Campaigns = append(w.list.Campaigns, campaign.ID)
	}
	if w.request.Cursor != "" {
		if w.request.Page.Last {
			return callflow.ErrInvalidPage()
		}
		if w.cursor, err = decodeCursor(w.session, w.name, w.request.Cursor); err != nil {
			return err
		}
	}
	return w.setDays(r)
}

func (w *outcomeWindow) campaigns() ([]*callflow.Campaign, error) {
	if w.request.CampaignID != 0 {
		campaign, err := w.session.Campaign(w.request.CampaignID)
		return []*callflow.Campaign{campaign}, err
	}
	assignments, err := w.assignments()
	if err != nil {
		return nil, err
	}
	return campaignsOf(w.session, assignments), nil
}

// assignments are those whose outcomes are asked for, where no campaign is named.
func (w *outcomeWindow) assignments() ([]*callflow.Assignment, error) {
	if w.request.AssignmentID == 0 && w.request.CRM.DataOwnerID == 0 {
		return allAssignments(w.session), nil
	}
	return assignmentsOf(w.session, w.request.AssignmentID, w.request.CRM)
}

// setDays finds the days that are listed. Where they are not both given that is today.
func (w *outcomeWindow) setDays(r *store.Snapshot) error {
	today, err := w.beginOfToday(r)
	if err != nil {
		return err
	}
	from, err := parseDay("from_date", w.request.From, today)
	if err != nil {
		return err
	}
	to, err := parseDay("to_date", w.request.To, today)
	if err != nil {
		return err
	}
	if w.request.From == "" || w.request.To == "" {
		from, to = today, today
	}
	w.list.From, w.list.To = from.UnixMilli(), to.AddDate(0, 0, 1).UnixMilli()
	return checkDays(from, to)
}

// beginOfToday is when today begins. A walk that began on a day stays with it after midnight.
func (w *outcomeWindow) beginOfToday(r *store.Snapshot) (time.Time, error) {
	now := w.now
	if w.cursor != nil {
		_, at, ok, err := changelog.OutcomeAt(r, w.cursor.CampaignID)
		if err != nil {
			return now, err
		}
		if !ok {
			return now, callflow.ErrInvalidCursor()
		}
		now = time.UnixMilli(at)
	}
	year, month, day := now.In(w.session.Setup.Location).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, w.session.Setup.Location), nil
}

func (w *outcomeWindow) read(r *store.Snapshot, count int64) error {
	if w.cursor != nil && w.cursor.Backward {
		return w.readBackward(r)
	}
	start, err := w.start(r, count)
	if err != nil {
		return err
	}
	if err := w.readFrom(r, start); err != nil {
		return err
	}
	w.hasPrevious = w.number > 1 || w.cursor != nil
	return nil
}

func (w *outcomeWindow) readFrom(r *store.Snapshot, start *changelog.OutcomePlace) error {
	size := w.request.Page.Size
	err := changelog.Outcomes(r, &w.list, changelog.OutcomeWindow{Start: start, Limit: size + 1}, &w.batch)
	w.hasNext = len(w.batch.Rows) > size
	w.batch.Rows = w.batch.Rows[:min(len(w.batch.Rows), size)]
	return err
}

// start is the place that the page's records come after, nil for the list's beginning.
func (w *outcomeWindow) start(r *store.Snapshot, count int64) (*changelog.OutcomePlace, error) {
	if w.cursor != nil {
		return w.place(), nil
	}
	pages := callflow.PageCount(count, w.request.Page.Size)
	if w.request.Page.Last {
		w.number = pages
	}
	if w.number > pages {
		return nil, callflow.ErrInvalidPage()
	}
	if w.number == 1 {
		return nil, nil //nolint:nilnil // no place: the list's beginning
	}
	before, ok, err := changelog.LocateOutcome(r, &w.list, (w.number-1)*int64(w.request.Page.Size)-1)
	if err == nil && !ok {
		err = callflow.ErrInvalidPage()
	}
	return &before, err
}

func (w *outcomeWindow) place() *changelog.OutcomePlace {
	return &changelog.OutcomePlace{Seq: w.cursor.CampaignID, Product: int(w.cursor.Number)}
}

// readBackward reads the page that ends before the cursor. Where too few records are
// left before it, the page is the list's first, and full.
func (w *outcomeWindow) readBackward(r *store.Snapshot) error {
	before := changelog.OutcomeWindow{Start: w.place(), Backward: true, Limit: w.request.Page.Size + 1}
	if err := changelog.Outcomes(r, &w.list, before, &w.batch); err != nil {
		return err
	}
	if len(w.batch.Rows) <= w.request.Page.Size {
		return w.readFrom(r, nil)
	}
	w.batch.Rows = w.batch.Rows[1:]
	w.hasPrevious, w.hasNext = true, true // the log keeps what the cursor stands at
	return nil
}

// link fills in the neighbours. Page 2's predecessor is the first page itself.
func (w *outcomeWindow) link(page *ListPage) {
	rows := w.batch.Rows
	if w.hasNext {
		page.Next = w.linkTo(w.number+1, &rows[len(rows)-1], false)
	}
	switch {
	case !w.hasPrevious:
	case w.number <= 2 || len(rows) == 0:
		page.Previous = &Link{Page: 1}
	default:
		page.Previous = w.linkTo(w.number-1, &rows[0], true)
	}
}

func (w *outcomeWindow) linkTo(number int64, row *callflow.OutcomeRow, backward bool) *Link {
	cursor := callflow.Cursor{Backward: backward, Position: callflow.Position{CampaignID: row.Seq, Number: int64(row.Product)}}
	return &Link{Page: number, Cursor: encodeCursor(w.session, cursor, w.name)}
}

// readWithdrawals completes the records of outcomes that were withdrawn, where they are listed.
func (w *outcomeWindow) readWithdrawals(r *store.Snapshot) error {
	if !w.request.Include.Withdrawn {
		return nil
	}
	return changelog.Withdrawals(r, &w.batch)
}

// records writes the page's records as a JSON array. They lie by campaign.
func (w *outcomeWindow) records() []byte {
	var renderer callflow.Renderer
	var layout *callflow.OutcomeLayout
	dst := []byte{'['}
	for i := range w.batch.Rows {
		row := &w.batch.Rows[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		if i == 0 || row.CampaignID != w.batch.Rows[i-1].CampaignID {
			layout = callflow.NewOutcomeLayout(w.session.Setup.Shape(w.session.Setup.Campaigns[row.CampaignID]), w.request.Sold, w.request.Include)
		}
		dst = renderer.AppendOutcome(dst, layout, row)
	}
	return append(dst, ']')
}

// Of is what a list of outcomes reads.
func (r *OutcomeRequest) Of() auth.ReadOf {
	of := auth.ReadOf{CampaignID: r.CampaignID, AssignmentID: r.AssignmentID, ClientID: r.CRM.DataOwnerID, What: "outcomes"}
	if r.Sold {
		of.What = "products sold"
	}
	return of
}
