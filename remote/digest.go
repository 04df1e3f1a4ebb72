package remote

import (
	"context"
)

// Digest is a server's account of what a list holds, in hashes of blocks of records, as of one moment; callflow alone.
type Digest struct {
	Count     int64         `json:"count"`
	SyncToken Token         `json:"sync_token"`
	Algorithm string        `json:"algorithm"` // sha256
	Blocks    []DigestBlock `json:"blocks"`
}

// DigestBlock is a run of the list's records. Hash is that of their bytes as they are sent, each ended by a line feed.
type DigestBlock struct {
	First string `json:"first"` // the customer, or the callflow id, of its first record
	Last  string `json:"last"`
	Count int64  `json:"count"`
	Hash  string `json:"hash"` // hexadecimal
	URL   string `json:"url"`  // a list of these records alone, on one page
}

// Token is a place on the server's clock, which it may write as a number or as a string.
type Token string

// UnmarshalJSON reads either.
func (t *Token) UnmarshalJSON(text []byte) error {
	*t = Token(textOf(text))
	return nil
}

// Digest asks for the hashes of a list.
func (c *Client) Digest(ctx context.Context, list List) (*Digest, error) {
	path, err := list.path("digest")
	if err != nil {
		return nil, err
	}
	digest := &Digest{}
	if err := c.getJSON(ctx, path, list.query(), digest); err != nil {
		return nil, err
	}
	return digest, nil
}
