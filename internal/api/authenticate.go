package api

import (
	"encoding/base64"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/limit"
	"callflow/internal/web"
)

func unauthenticated(message string) error {
	return &callflow.Error{Code: callflow.Unauthenticated, Message: message}
}

// authenticate finds who asks, by the Authorization header (contract, section 7).
func (req *request) authenticate() (*auth.Session, error) {
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

func (req *request) withPassword(credentials string) (*auth.Session, error) {
	plain, err := base64.StdEncoding.DecodeString(credentials)
	if err != nil {
		return nil, unauthenticated("Invalid basic header. Credentials not correctly base64 encoded.")
	}
	email, password, _ := strings.Cut(string(plain), ":")
	address := web.ClientAddress(req.Request)
	if err := req.api.limits.MayGuess(address, email); err != nil { // before anything is read
		req.api.app.NoteThrottled(req.Context(), email, req.accountOfHost())
		return nil, err
	}
	if session := req.api.app.WithKnownPassword(req.Context(), email, password, req.accountOfHost()); session != nil {
		return session, nil
	}
	guess, err := req.api.limits.Guess(address, email)
	if err != nil {
		req.api.app.NoteThrottled(req.Context(), email, req.accountOfHost())
		return nil, err
	}
	session, err := req.api.app.WithPassword(limit.From(req.Context(), address), email, password, req.accountOfHost())
	if callflow.ErrorCode(err) != callflow.Unauthenticated { // it was right, or was not looked at
		guess.GiveBack()
	}
	return session, err
}

// accountOfHost is the account that the host name means, "" where none is configured.
func (req *request) accountOfHost() string { return web.AccountOfHost(req.api.config.Domain, req.Host) }
