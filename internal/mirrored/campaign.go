package mirrored

import (
	"context"
	"iter"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/pairing"
	"callflow/internal/store/statuslist"
)

// TheirRecord is a status record as the other server sent it, without what it shows beside for whoever keeps a copy.
type TheirRecord struct {
	Bytes   []byte                    // but for the brace at the end
	Members iter.Seq2[string, []byte] // its keys in their order, each with its value as raw JSON
	Number  int64                     // the customer's in its assignment there; 0 where it is not told
}

// TheirPage is a page of a campaign's records.
type TheirPage struct {
	Records []TheirRecord
	Token   string // as of which it was told; "" where the other server has none
}

// Campaign follows one campaign. It holds a bit for each customer of the assignment.
type Campaign struct {
	run    *Run
	id     int64
	source int64 // its assignment there, 0 where the customers' numbers are not told

	fits     bool      // the records' keys were compared with those here
	after    int64     // the number of the customer whom their last page ended with
	seen     numberSet // whom this walk has shown
	repeated int64     // records that this walk has shown twice
	nameless int64     // records of this walk without a customer here
}

// Campaign begins to follow a campaign that SetUp has made.
func (m *Run) Campaign(id int64) *Campaign {
	return &Campaign{run: m, id: id, source: m.sources[id]}
}

// Begin begins a walk over the whole list.
func (c *Campaign) Begin() {
	c.fits, c.after, c.seen, c.repeated, c.nameless = false, 0, c.seen[:0], 0, 0
}

// Repeated says whether the walk has shown a customer twice: its pages moved under it.
func (c *Campaign) Repeated() bool { return c.repeated > 0 }

// Token is where the other side's changes are to be asked for from: false where it is not known, where this side
// was changed by somebody else since, so that only a walk over the whole list makes them agree, where the customers' numbers are
// told and none of them are noted yet, or where what the records name was renamed there.
func (c *Campaign) Token(ctx context.Context) (string, bool, error) {
	kept, known := c.run.kept[c.id]
	if !known || kept.Token == "" || c.Pairs() && !kept.Paired {
		return "", false, nil
	}
	same := false
	err := c.run.store.Read(ctx, c.run.accountID, func(r *store.Snapshot) error {
		part, err := c.part(r.Setup())
		if err != nil {
			return err
		}
		latest, err := r.LatestChange(statuslist.List{part})
		same = latest <= kept.Seq
		return err
	})
	return kept.Token, same, err
}

// Keep notes that both sides agreed as of the other side's token.
func (c *Campaign) Keep(ctx context.Context, token string) error {
	c.run.Counts.Campaigns++
	if token == "" || c.run.disturbed {
		return nil
	}
	return c.run.write(ctx, func(w *store.Write) error {
		return pairing.PutCampaign(w, c.id, pairing.Campaign{Token: token, Seq: w.Moment.Seq, Paired: c.Pairs(), Names: c.run.kept[c.id].Names})
	})
}

func (c *Campaign) part(setup *store.Setup) (statuslist.Part, error) {
	campaign := setup.Campaigns[c.id]
	if campaign == nil {
		return statuslist.Part{}, callflow.NotFoundError()
	}
	return statuslist.Part{AssignmentID: campaign.AssignmentID, CampaignID: campaign.ID}, nil
}

// Take compares a page of the other side's records with those here, and writes what differs.
func (c *Campaign) Take(ctx context.Context, theirs *TheirPage) error {
	if len(theirs.Records) == 0 {
		return nil
	}
	if !c.fits {
		if err := c.fit(ctx, &theirs.Records[0]); err != nil {
			return err
		}
		c.fits = true
	}
	page, err := c.compare(ctx, theirs)
	if err != nil {
		return err
	}
	if err := c.run.empty(ctx, page.assignmentID, page.anonymized); err != nil {
		return err
	}
	for _, number := range page.same {
		c.see(number)
	}
	if page.last != 0 {
		c.after = page.last
	}
	c.nameless += page.nameless
	c.run.Counts.Nameless += page.nameless
	c.run.Counts.Records += int64(len(theirs.Records))
	if len(page.differing) == 0 && len(page.unpaired) == 0 {
		return nil
	}
	return c.bring(ctx, page)
}

func (c *Campaign) see(number int64) {
	if !c.seen.add(number) {
		c.repeated++
	}
}

// numberSet holds customers' numbers, which are small.
type numberSet []uint64

// add says whether the number is new to the set.
func (s *numberSet) add(number int64) bool {
	word, bit := int(number/64), uint64(1)<<(number%64)
	for word >= len(*s) {
		*s = append(*s, 0)
	}
	isNew := (*s)[word]&bit == 0
	(*s)[word] |= bit
	return isNew
}

func (s numberSet) has(number int64) bool {
	word := int(number / 64)
	return word < len(s) && s[word]&(1<<(number%64)) != 0
}
