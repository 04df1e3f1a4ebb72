package mirrored

import (
	"bytes"
	"context"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/pairing"
	"callflow/internal/store/setuprows"
)

// brought is what bringing over a page did.
type brought struct {
	counts  Counts
	numbers []int64
	refused int64
}

// bring writes what differs, in one transaction.
func (c *Campaign) bring(ctx context.Context, page *comparedPage) error {
	var done brought
	err := c.run.write(ctx, func(w *store.Write) error {
		done = brought{}
		b, err := c.bringing(w, page)
		if err != nil {
			return err
		}
		return b.all(&done)
	})
	if err != nil {
		return err
	}
	for _, number := range done.numbers {
		c.see(number)
	}
	counts := &c.run.Counts
	counts.Added += done.counts.Added
	counts.Moved += done.counts.Moved
	counts.Customers += done.counts.Customers
	counts.Refused += done.refused
	c.nameless += done.refused
	return nil
}

// bringing is one page on its way into the account.
type bringing struct {
	*store.Write
	setup     *store.Setup
	campaign  *callflow.Campaign
	reader    *callflow.ToldReader
	source    int64
	page      *comparedPage
	differing []difference
	told      []*callflow.Told
}

func (c *Campaign) bringing(w *store.Write, page *comparedPage) (*bringing, error) {
	b := &bringing{Write: w, source: c.source, page: page, differing: page.differing}
	if err := b.look(c.id); err != nil {
		return nil, err
	}
	b.told = make([]*callflow.Told, len(b.differing))
	for i := range b.differing {
		b.told[i] = b.reader.Read(b.differing[i].record.Members)
		b.told[i].Customer.Number = b.differing[i].nameless
	}
	made, err := b.makeStates()
	if err == nil && made {
		err = b.look(c.id)
	}
	return b, err
}

func (b *bringing) look(campaignID int64) (err error) {
	if b.setup, err = b.Setup(); err != nil {
		return err
	}
	if b.campaign = b.setup.Campaigns[campaignID]; b.campaign == nil {
		return callflow.NotFoundError()
	}
	b.reader = callflow.NewToldReader(b.setup.Shape(b.campaign))
	return nil
}

// makeStates makes the call states that are not known here. What they mean there is not told: they hold.
func (b *bringing) makeStates() (made bool, err error) {
	named := make(map[string]bool)
	for _, state := range b.setup.States[b.campaign.ID] {
		named[state.Name] = true
	}
	for _, told := range b.told {
		if named[told.State] {
			continue
		}
		named[told.State], made = true, true
		if _, err := setuprows.CreateState(b.Write, b.campaign.ID, &callflow.State{Name: told.State, Kind: callflow.KindHold}); err != nil {
			return made, err
		}
	}
	return made, nil
}

func (b *bringing) all(done *brought) error {
	kept := b.keepable(done)
	if err := b.putCustomers(kept, done); err != nil {
		return err
	}
	for _, place := range kept {
		done.numbers = append(done.numbers, b.told[place].Customer.Number)
	}
	if err := b.place(kept, done); err != nil {
		return err
	}
	return b.pair(kept)
}

// putCustomers writes the values of those who have an id. Whoever has none is anonymised.
func (b *bringing) putCustomers(kept []int, done *brought) error {
	rows := make([]store.CustomerRow, 0, len(kept))
	fields := b.setup.Fields[b.campaign.AssignmentID]
	for _, place := range kept {
		if b.differing[place].nameless != 0 {
			continue
		}
		customer := &b.told[place].Customer
		customer.AssignmentID = b.campaign.AssignmentID
		rows = append(rows, store.CustomerRow{Customer: customer, Card: customer.Card(fields), Exact: true, Merge: func(held *callflow.Customer) {
			number, seq := held.Number, held.Seq
			*held = *customer
			held.Number, held.Seq = number, seq
		}})
	}
	written, err := b.PutCustomers(b.campaign.AssignmentID, rows)
	for _, what := range written {
		if what == store.Updated {
			done.counts.Customers++
		}
	}
	return err
}

// pair notes which number there is which customer here.
func (b *bringing) pair(kept []int) error {
	if b.source == 0 {
		return nil
	}
	pairs := b.page.unpaired
	for _, place := range kept {
		if theirs := b.differing[place].record.Number; theirs != 0 {
			pairs = append(pairs, pairing.Pair{Theirs: theirs, Number: b.told[place].Customer.Number, Told: b.page.token, Asked: pairing.NotAsked})
		}
	}
	return pairing.PutPairs(b.Write, b.source, pairs)
}

// keepable gives the places of the records that can be kept.
func (b *bringing) keepable(done *brought) []int {
	kept := make([]int, 0, len(b.told))
	for i, told := range b.told {
		if b.differing[i].nameless == 0 && told.Customer.Validate() != nil {
			done.refused++
			continue
		}
		kept = append(kept, i)
	}
	return kept
}

// place moves each customer to where it stands there, or puts it into the campaign.
func (b *bringing) place(kept []int, done *brought) error {
	products := b.setup.Products[b.campaign.ID]
	var additions []*store.Move
	for _, place := range kept {
		move := b.move(b.told[place])
		if b.differing[place].number == 0 {
			additions = append(additions, move)
			continue
		}
		row, err := b.Row(b.campaign.ID, move.Number)
		if callflow.ErrorCode(err) == callflow.NotFound { // taken out since it was compared
			additions = append(additions, move)
			continue
		}
		if err != nil {
			return err
		}
		if standsSo(row, products, move) {
			continue
		}
		done.counts.Moved++
		if err := b.MoveFrom(row, b.campaign, products, move); err != nil {
			return err
		}
	}
	added, err := b.AddToCampaign(b.campaign, products, additions...)
	done.counts.Added += int64(added)
	return err
}

func (b *bringing) move(told *callflow.Told) *store.Move {
	return &store.Move{
		CampaignID: b.campaign.ID, Number: told.Customer.Number, StateID: callflow.StateNamed(b.setup.States[b.campaign.ID], told.State).ID,
		Attempts: told.Attempts, At: b.Now, What: callflow.Moved, Status: told.Status,
	}
}

// standsSo says whether a row is already what a move would make of it.
func standsSo(row *callflow.StatusRow, products []callflow.Product, move *store.Move) bool {
	if row.StateID != move.StateID || row.Attempts != move.Attempts {
		return false
	}
	var held callflow.Status
	held.SetPacked(row.Status)
	return bytes.Equal(held.Pack(products), move.Status.Pack(products))
}
