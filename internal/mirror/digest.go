package mirror

import (
	"context"

	"callflow"
	"callflow/internal/app"
	"callflow/remote"
)

// settleByDigest walks a callflow's list block by block, and fetches those alone whose records are not the same here. false where
// somebody works there at this moment, so that the blocks are of several moments, or the server tells no hashes: a walk is needed then.
func (f *follower) settleByDigest(ctx context.Context, c *app.CampaignMirror, id int64) (settled bool, err error) {
	list := remote.List{CampaignID: id}
	digest, err := f.Remote.Digest(ctx, list)
	if code := callflow.ErrorCode(err); code == callflow.NotFound || code == callflow.Invalid {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	f.run.Counts.Walks++
	c.Begin()
	for i := range digest.Blocks {
		block := &digest.Blocks[i]
		same, err := c.Holds(ctx, int(block.Count), block.Hash)
		if err != nil {
			return false, err
		}
		if same {
			f.run.Counts.Same++
			f.run.Counts.Records += block.Count
			continue
		}
		moment, err := f.fetchBlock(ctx, c, list, block.URL)
		if err != nil || moment != string(digest.SyncToken) {
			return false, err
		}
	}
	missing, err := c.Missing(ctx)
	if err != nil {
		return false, err
	}
	return true, f.agree(ctx, c, missing, string(digest.SyncToken))
}

// fetchBlock brings over a block's page, and says which moment it is of.
func (f *follower) fetchBlock(ctx context.Context, c *app.CampaignMirror, list remote.List, link string) (moment string, err error) {
	for page, err := range f.Remote.PagesFrom(ctx, list, link) {
		if err != nil {
			return "", err
		}
		if f.Progress != nil {
			f.Progress(f.run.Counts.Records, page.Count)
		}
		return page.SyncToken, f.take(ctx, c, page)
	}
	return "", nil
}
