package mirror

import (
	"context"
	"net/url"

	"callflow"
	"callflow/internal/mirrored"
	"callflow/remote"
)

// settleByDigest walks a callflow's list block by block, and fetches those alone whose records are not the same here. false where
// somebody works there at this moment, so that the blocks are of several moments, or the server tells no hashes: a walk is needed then.
func (f *follower) settleByDigest(ctx context.Context, c *mirrored.Campaign, id int64) (settled bool, err error) {
	digest, err := f.Remote.Digest(ctx, remote.List{CampaignID: id})
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
		same, err := c.Holds(ctx, mirrored.Block{Count: int(block.Count), Hash: block.Hash, Token: string(digest.SyncToken)})
		if err != nil {
			return false, err
		}
		if same {
			f.run.Counts.Same++
			f.run.Counts.Records += block.Count
			continue
		}
		link, err := linkOf(block, c.Pairs())
		if err != nil {
			return false, err
		}
		moment, err := f.fetchBlock(ctx, c, f.list(c, id), link)
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

// linkOf leads to a block's records; with what is shown beside for whoever keeps a copy, which the hashes are not of.
func linkOf(block *remote.DigestBlock, sync bool) (string, error) {
	link, err := url.Parse(block.URL)
	if err != nil {
		return "", &callflow.Error{
			Code: callflow.Unprocessable, Message: "The other server's digest has a link that can't be read.",
			Fix: "Ask whoever runs the server why.", Err: err,
		}
	}
	if sync {
		query := link.Query()
		query.Set("include", "sync")
		link.RawQuery = query.Encode()
	}
	return link.String(), nil
}

// fetchBlock brings over a block's page, and says which moment it is of.
func (f *follower) fetchBlock(ctx context.Context, c *mirrored.Campaign, list remote.List, link string) (moment string, err error) {
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
