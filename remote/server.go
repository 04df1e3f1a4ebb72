package remote

import (
	"bytes"
	"context"
	"net/url"
)

// Server is what is found out about the other side.
type Server struct {
	Callflow   bool // it is callflow: it has sync tokens, changes and digests
	Generation int  // 2019 or 2020: whose names it uses. 2019 where it has no campaign to tell by

	SyncToken string // of a callflow: its clock when it was asked
}

// Describe finds out which generation of the API the server speaks, and whether it is callflow.
func (c *Client) Describe(ctx context.Context) (Server, error) {
	query := url.Values{"include_inactive_campaigns": {"True"}}
	a, err := c.get(ctx, c.at("campaigns", query))
	if isForbidden(err) {
		a, err = c.get(ctx, c.at("client_access/campaigns", query))
	}
	if err != nil {
		return Server{}, err
	}
	if err := a.wantArray(); err != nil {
		return Server{}, err
	}
	token := a.header.Get(syncTokenHeader)
	server := Server{Callflow: token != "", Generation: 2019, SyncToken: token}
	if bytes.Contains(a.body, []byte(`"data_owner__id"`)) {
		server.Generation = 2020
	}
	return server, nil
}
