package web

import (
	"net"
	"strings"
)

// noAccount is a name that no account can have.
const noAccount = "-"

// AccountOfHost is the account that a host name means: with a domain the label before it, and a name that no account can have where the host
// is no such one; without a domain none, "".
func AccountOfHost(domain, host string) string {
	if domain == "" {
		return ""
	}
	host = strings.TrimSuffix(strings.ToLower(WithoutPort(host)), ".")
	label, ok := strings.CutSuffix(host, "."+strings.ToLower(domain))
	if !ok || strings.Contains(label, ".") {
		return noAccount
	}
	return label
}

// WithoutPort is a host or an address without its port.
func WithoutPort(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return host
}
