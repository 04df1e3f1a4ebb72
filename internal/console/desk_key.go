package console

import (
	"crypto/sha256"
	"strings"

	"callflow/internal/app"
)

// once is the session with the key of the page that a form of the desk was sent from: where the same form comes again, as after an answer
// that was lost on its way, it is answered as it was and not done again. What was sent with the key tells one request from another.
func (req *request) once(sent ...string) (*app.Session, error) {
	session := *req.session
	key := req.PostFormValue("key")
	if key == "" {
		return &session, nil
	}
	hash := sha256.Sum256([]byte(strings.Join(sent, "\n")))
	session.Key = &app.RequestKey{Key: "desk " + key, Request: hash[:]}
	return &session, session.Key.Validate()
}
