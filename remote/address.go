package remote

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"

	"callflow"
)

// basePath is where the API lies on a server, unless its address says otherwise.
const basePath = "/api/v1"

// versioned finds an address that names the API's own path.
var versioned = regexp.MustCompile(`/api/v[0-9]+$`)

func baseOf(server string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimSpace(server))
	if err != nil || base.Scheme != "https" && base.Scheme != "http" || base.Hostname() == "" || base.User != nil || base.RawQuery != "" {
		return nil, &callflow.Error{
			Code: callflow.Invalid, Message: "That is no server's address.",
			Fix: "Write it as https://acme.example; a token or a password does not belong into it.",
		}
	}
	base.Fragment, base.RawPath, base.Host = "", "", strings.ToLower(base.Host)
	base.Path = strings.TrimRight(base.Path, "/")
	if !versioned.MatchString(base.Path) {
		base.Path += basePath
	}
	return base, nil
}

// at is the address of a path below the base.
func (c *Client) at(path string, query url.Values) *url.URL {
	target := c.base.JoinPath(path)
	target.RawQuery = query.Encode()
	return target
}

// follow reads a link that the server gave, and refuses one to any other server: the credentials go with it.
// A link that says http on a server of https was written behind a proxy, and is followed as https.
func (c *Client) follow(link string, from *url.URL) (*url.URL, error) {
	target, err := from.Parse(link)
	if err != nil || target.Hostname() == "" || target.User != nil {
		return nil, c.badLink("that can't be read")
	}
	target.Fragment = ""
	if !strings.EqualFold(target.Hostname(), c.base.Hostname()) || portOf(target) != portOf(c.base) {
		return nil, c.badLink("to " + printable(target.Host))
	}
	if target.Scheme != "http" && target.Scheme != "https" {
		return nil, c.badLink("that is no web address")
	}
	if c.base.Scheme == "https" {
		target.Scheme = "https"
	}
	target.Host = c.base.Host
	return target, nil
}

// portOf is the port, "" where it is the scheme's own.
func portOf(u *url.URL) string {
	port := u.Port()
	if port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		return ""
	}
	return port
}

func (c *Client) badLink(what string) error {
	return &callflow.Error{
		Code: callflow.Unprocessable, Message: fmt.Sprintf("%s gives a link %s, which was not followed: the credentials are for it alone.", c.base.Host, what),
		Fix: "Ask whoever runs the server why its links lead elsewhere; if it moved, use its new address.",
	}
}

// isLoopback says whether the server is on this machine, where compressing costs more than it saves.
func (c *Client) isLoopback() bool {
	host := c.base.Hostname()
	address := net.ParseIP(host)
	return host == "localhost" || address != nil && address.IsLoopback()
}
