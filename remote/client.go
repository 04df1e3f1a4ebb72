package remote

import (
	"cmp"
	"net/http"
	"net/url"
	"time"

	"callflow"
)

// What an Options leaves open.
const (
	defaultAttempts = 6
	defaultMaxWait  = time.Minute
	defaultAgent    = "callflow-remote/1"
)

// Options say who asks, and how patiently. Token, or Email and Password, are the credentials.
type Options struct {
	Token    string
	Email    string
	Password string

	HTTPClient *http.Client  // its transport, jar and time-out are used, its redirects are not; nil for one with time-outs
	UserAgent  string        // "" for the package's own
	Attempts   int           // how often a request is sent at most; 0 for 6
	MaxWait    time.Duration // the longest pause between two of them, whatever Retry-After says; 0 for a minute
}

// Client asks one server on behalf of one user. It may be used by several goroutines at once.
type Client struct {
	base    *url.URL // up to and with /api/v1
	http    *http.Client
	options Options
}

// New makes a client of a server: "https://acme.example", or with the base path, "https://acme.example/api/v1".
// It sends nothing yet.
func New(server string, o Options) (*Client, error) {
	base, err := baseOf(server)
	if err != nil {
		return nil, err
	}
	if o.Token == "" && o.Email == "" {
		return nil, &callflow.Error{
			Code: callflow.Unauthenticated, Message: "There are no credentials for " + base.Host + ".",
			Fix: "Give a token, or an e-mail address and a password.",
		}
	}
	o.Attempts = cmp.Or(max(o.Attempts, 0), defaultAttempts)
	o.MaxWait = cmp.Or(max(o.MaxWait, 0), defaultMaxWait)
	o.UserAgent = cmp.Or(o.UserAgent, defaultAgent)
	c := &Client{base: base, options: o}
	c.http = c.httpClient(o.HTTPClient)
	return c, nil
}

// Server is the address that the client asks, with the base path.
func (c *Client) Server() string { return c.base.String() }
