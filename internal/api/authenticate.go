package api

import (
	"encoding/base64"
	"net"
	"strings"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/limit"
)

func unauthenticated(message string) error {
	return &callflow.Error{Code: callflow.Unauthenticated, Message: message}
}

// authenticate finds who asks, by the Authorization header (contract, section 7).
func (req *request) authenticate() (*app.Session, error) {
	if len(req.Header.Values("Authorization")) > 1 {
		return nil, unauthenticated("Several Authorization headers were provided. Send one.")
	}
	scheme, rest, _ := strings.Cut(strings.TrimSpace(req.Header.Get("Authorization")), " ")
	credentials := strings.TrimSpace(rest)
	switch strings.ToLower(scheme) {
	case "token", "bearer":
		if err := whole(credentials, "token", "Token string"); err != nil {
			return nil, err
		}
		return req.api.app.WithToken(req.Context(), credentials, req.accountOfHost())
	case "basic":
		if err := whole(credentials, "basic", "Credentials string"); err != nil {
			return nil, err
		}
		return req.withPassword(credentials)
	}
	return nil, unauthenticated("Authentication credentials were not provided.")
}

// whole refuses credentials that are missing or in pieces.
func whole(credentials, kind, what string) error {
	if credentials == "" {
		return unauthenticated("Invalid " + kind + " header. No credentials provided.")
	}
	if strings.ContainsAny(credentials, " \t") {
		return unauthenticated("Invalid " + kind + " header. " + what + " should not contain spaces.")
	}
	return nil
}

func (req *request) withPassword(credentials string) (*app.Session, error) {
	plain, err := base64.StdEncoding.DecodeString(credentials)
	if err != nil {
		return nil, unauthenticated("Invalid basic header. Credentials not correctly base64 encoded.")
	}
	email, password, _ := strings.Cut(string(plain), ":")
	source := req.source()
	if err := req.api.limits.MayGuess(source, email); err != nil { // before anything is read
		req.api.app.NoteThrottled(req.Context(), email, req.accountOfHost())
		return nil, err
	}
	if session := req.api.app.WithKnownPassword(req.Context(), email, password, req.accountOfHost()); session != nil {
		return session, nil
	}
	guess, err := req.api.limits.Guess(source, email)
	if err != nil {
		req.api.app.NoteThrottled(req.Context(), email, req.accountOfHost())
		return nil, err
	}
	session, err := req.api.app.WithPassword(limit.From(req.Context(), source), email, password, req.accountOfHost())
	if callflow.ErrorCode(err) != callflow.Unauthenticated { // it was right, or was not looked at
		guess.GiveBack()
	}
	return session, err
}

// source is the address that asks, as the server found it out.
func (req *request) source() string {
	host, _, err := net.SplitHostPort(req.RemoteAddr)
	if err != nil {
		return req.RemoteAddr
	}
	return host
}

// noAccount is a name that no account can have.
const noAccount = "-"

// accountOfHost is the account that the host name means: with --domain the label
// before the domain, else none.
func (req *request) accountOfHost() string {
	domain := req.api.config.Domain
	if domain == "" {
		return ""
	}
	host := strings.ToLower(req.Host)
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(host, ".")
	label, ok := strings.CutSuffix(host, "."+strings.ToLower(domain))
	if !ok || strings.Contains(label, ".") {
		return noAccount
	}
	return label
}
