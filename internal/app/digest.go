package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"

	"callflow"
	"callflow/internal/heavy"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// Digest is what a list holds, in hashes of blocks of its records, as of one moment.
type Digest struct {
	Count  int64
	Moment store.Moment
	Blocks []DigestBlock
}

// DigestBlock is the records of one campaign whose customers' numbers lie in one run of 4,096: whoever comes or goes changes one block alone.
// Hash is the SHA-256 of the records as NDJSON, in the list's order.
type DigestBlock struct {
	First string // callflow ids of its first record and its last, or of a customer list the customers' numbers
	Last  string
	Count int64
	Hash  string
	Link  *Link // to a page of these records alone, whose size is Count
}

// digestBits is how many bits of a customer's number lie within a block: a block fits a page.
const digestBits = 12

// Digest reads a whole list and hashes it, in constant memory.
func (a *App) Digest(ctx context.Context, l *List) (*Digest, error) {
	if l.after >= 0 {
		return nil, callflow.InvalidField("changed_since", "A list of changes has no digest.")
	}
	work := a.pages.Get().(*scratch)
	defer a.pages.Put(work)
	tries := a.newTries(ctx, l)
	defer tries.end()
	for {
		digest, err := tries.digest(work)
		if !tries.again(err) {
			return digest, tries.err
		}
	}
}

func (t *listTries) digest(work *scratch) (*Digest, error) {
	r, err := t.snapshot(t.ctx)
	if err != nil {
		return nil, err
	}
	digest, err := t.digestOf(r, work)
	return digest, r.Close(err)
}

func (t *listTries) digestOf(r *store.Snapshot, work *scratch) (*Digest, error) {
	l := t.list
	from, err := l.source(r)
	if err != nil {
		return nil, err
	}
	if err := l.weigh(t.ctx, r); err != nil {
		return nil, err
	}
	d := &digesting{list: l, window: pageWindow{list: l, name: l.name()}, hash: sha256.New(), digest: &Digest{Moment: r.Moment, Blocks: []DigestBlock{}}}
	if d.digest.Count, err = from.Count(l.rows); err != nil {
		return nil, err
	}
	if err := heavy.Check(t.ctx, d.digest.Count, heavy.Rows); err != nil {
		return nil, err
	}
	if err := d.all(t.ctx, from, work); err != nil {
		return nil, err
	}
	return d.digest, nil
}

// digesting is a digest on its way.
type digesting struct {
	list   *List
	window pageWindow
	digest *Digest
	hash   hash.Hash
	text   []byte

	block    *DigestBlock // that is being hashed, nil before the first
	campaign int64
	run      int64
}

func (d *digesting) all(ctx context.Context, from source, work *scratch) error {
	window := statuslist.Window{Limit: exportBatch}
	var layout *callflow.Layout
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := from.Rows(d.list.rows, window, &work.batch); err != nil {
			return err
		}
		rows := work.batch.Rows
		for i := range rows {
			row := &rows[i]
			if i == 0 || row.CampaignID != rows[i-1].CampaignID {
				layout = d.list.layoutOf(row.CampaignID)
			}
			d.begin(row)
			d.text = append(work.renderer.AppendRecord(d.text[:0], layout, row), '\n')
			_, _ = d.hash.Write(d.text) // a hash never fails
			d.block.Count++
			d.block.Last = d.name(row)
		}
		if len(rows) < exportBatch {
			d.end()
			return nil
		}
		window.Start = d.window.position(&rows[len(rows)-1])
	}
}

// begin begins a block where a row is the first of one.
func (d *digesting) begin(row *callflow.StatusRow) {
	run := row.Number >> digestBits
	if d.block != nil && d.campaign == row.CampaignID && d.run == run {
		return
	}
	d.end()
	d.campaign, d.run = row.CampaignID, run
	before := callflow.Cursor{Position: callflow.Position{CampaignID: row.CampaignID, Number: row.Number - 1}}
	d.digest.Blocks = append(d.digest.Blocks, DigestBlock{First: d.name(row), Link: d.window.linkTo(int64(len(d.digest.Blocks)+1), before)})
	d.block = &d.digest.Blocks[len(d.digest.Blocks)-1]
}

func (d *digesting) end() {
	if d.block != nil {
		d.block.Hash = hex.EncodeToString(d.hash.Sum(nil))
		d.hash.Reset()
	}
}

func (d *digesting) name(row *callflow.StatusRow) string {
	if d.list.request.Customers {
		return strconv.FormatInt(row.Number, 10)
	}
	return strconv.FormatInt(row.CampaignID, 10) + "-" + strconv.FormatInt(row.Number, 10)
}
