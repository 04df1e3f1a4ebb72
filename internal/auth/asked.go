package auth

import "context"

// Asked is a request as the log and the audit name it.
type Asked struct {
	RequestID string
	Address   string // that it came from, as the settings of proxies decide it

	// Who asks, once that is known; 0 before, and for no token.
	AccountID, UserID, TokenID int64
}

type askedKey struct{}

// AskedBy notes which request something is done for.
func AskedBy(ctx context.Context, asked *Asked) context.Context {
	return context.WithValue(ctx, askedKey{}, asked)
}

// AskedOf is the request that something is done for; an empty one where there is none, as for the command line.
func AskedOf(ctx context.Context) *Asked {
	if asked, ok := ctx.Value(askedKey{}).(*Asked); ok {
		return asked
	}
	return &Asked{}
}

// admitted notes who was found to ask.
func (s *Session) admitted() *Session {
	s.asked.AccountID, s.asked.UserID, s.asked.TokenID = s.AccountID, s.User.ID, s.tokenID
	return s
}
