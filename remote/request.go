package remote

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"callflow"
)

// Bounds on what a server may make the client do.
const (
	mostBytes     = 64 << 20 // of one answer, unpacked: a page of 5,000 records has about 10 MB
	mostRedirects = 5
	mostTime      = 3 * time.Minute // for one answer, from the request to its last byte
	headerTime    = 100 * time.Second
	connectTime   = 20 * time.Second
)

// syncTokenHeader is where callflow tells its clock; others do not have it.
const syncTokenHeader = "Callflow-Sync-Token"

// answer is an answer that was read to its end.
type answer struct {
	status int
	header http.Header
	body   []byte
	url    *url.URL // where it came from, after redirects
	from   string   // the host, for errors
}

// httpClient makes the client that requests go through: redirects are looked at before they are followed.
func (c *Client) httpClient(given *http.Client) *http.Client {
	used := http.Client{}
	if given != nil {
		used = *given
	}
	if used.Transport == nil {
		used.Transport = &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: connectTime, KeepAlive: connectTime}).DialContext,
			TLSHandshakeTimeout:   connectTime,
			ResponseHeaderTimeout: headerTime, // a server may be asked to wait a minute
			IdleConnTimeout:       headerTime,
			MaxIdleConnsPerHost:   4,
			ForceAttemptHTTP2:     true,
			DisableCompression:    c.isLoopback(),
		}
	}
	used.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &used
}

// getJSON reads what a path answers into value.
func (c *Client) getJSON(ctx context.Context, path string, query url.Values, value any) error {
	a, err := c.get(ctx, c.at(path, query))
	if err != nil {
		return err
	}
	if json.Unmarshal(a.body, value) != nil {
		return a.unreadable("the API's")
	}
	return nil
}

// get asks until there is an answer, or the attempts are used up.
func (c *Client) get(ctx context.Context, target *url.URL) (*answer, error) {
	started := time.Now()
	for attempt := 1; ; attempt++ {
		a, err := c.getOnce(ctx, target)
		if err == nil && a.status == http.StatusOK {
			return a, nil
		}
		if ctx.Err() != nil {
			return nil, stopped(ctx.Err())
		}
		if err == nil {
			if err = c.refusal(a); !passing(a.status) {
				return nil, err
			}
		} else if err = c.distrusted(err); !mayPass(err) {
			return nil, err
		}
		if attempt >= c.options.Attempts {
			return nil, c.gaveUp(err, attempt, started)
		}
		if err := c.pause(ctx, a, attempt); err != nil {
			return nil, err
		}
	}
}

// mayPass says whether a request that got no answer may get one later: what is an Error already was decided.
func mayPass(err error) bool {
	var decided *callflow.Error
	return !errors.As(err, &decided)
}

// distrusted makes an error of a connection that trying again does not mend.
func (c *Client) distrusted(err error) error {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	if !errors.As(err, &certificate) && !errors.As(err, &record) && !strings.Contains(err.Error(), "HTTP response to HTTPS client") {
		return err
	}
	return &callflow.Error{
		Code: callflow.Unavailable, Message: "No safe connection to " + c.base.Host + " can be made: its certificate is not trusted, or it speaks no TLS.",
		Fix: "Check the server's address; a certificate of your own has to be made known to this machine.", Err: err,
	}
}

// getOnce asks once, and follows redirects on the same server.
func (c *Client) getOnce(ctx context.Context, target *url.URL) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, mostTime)
	defer cancel()
	for range mostRedirects {
		response, err := c.send(ctx, target, "application/json")
		if err != nil {
			return nil, err
		}
		if location := response.Header.Get("Location"); location != "" && response.StatusCode/100 == 3 {
			_ = response.Body.Close()
			if target, err = c.follow(location, target); err != nil {
				return nil, err
			}
			continue
		}
		return c.read(response, target)
	}
	return nil, &callflow.Error{
		Code: callflow.Unprocessable, Message: c.base.Host + " leads from one address to the next without an end.", Fix: "Check the server's address.",
	}
}

// send sends one request with the credentials.
func (c *Client) send(ctx context.Context, target *url.URL, accept string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return nil, c.badLink("that can't be read")
	}
	request.Header.Set("Accept", accept)
	request.Header.Set("User-Agent", c.options.UserAgent)
	if c.options.Token != "" {
		request.Header.Set("Authorization", "Token "+c.options.Token)
	} else {
		request.SetBasicAuth(c.options.Email, c.options.Password)
	}
	return c.http.Do(request)
}

// read reads an answer to its end. One that is cut off is an error that may pass.
func (c *Client) read(response *http.Response, target *url.URL) (*answer, error) {
	defer func() { _ = response.Body.Close() }()
	a := &answer{status: response.StatusCode, header: response.Header, url: target, from: c.base.Host}
	if response.ContentLength > mostBytes {
		return nil, c.tooLarge()
	}
	var body bytes.Buffer
	if response.ContentLength > 0 { // the buffer wants room for the last, empty, read as well
		body.Grow(int(response.ContentLength) + bytes.MinRead)
	}
	if _, err := body.ReadFrom(io.LimitReader(response.Body, mostBytes+1)); err != nil {
		return nil, err
	}
	if body.Len() > mostBytes {
		return nil, c.tooLarge()
	}
	a.body = body.Bytes()
	return a, nil
}

func (c *Client) tooLarge() error {
	return &callflow.Error{
		Code: callflow.TooLarge, Message: c.base.Host + " answers more than 64 MB at once.", Fix: "Ask for smaller pages, or check the server's address.",
	}
}
