package console

import (
	"crypto/rand"
	"crypto/sha256"
	"strings"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/console/ui"
)

// keyOf makes the key of a call to a customer. It begins with the seq of the customer's latest change in the campaign: what was typed for
// the call and is kept in the browser (desk_draft.js) is sent with that key only for as long as the customer stands there.
func keyOf(place *app.CardPlace) string { return ui.NumberText(place.Seq) + "-" + rand.Text() }

// toldBy is the seq of the latest outcome that a user registered for a customer in a campaign, 0 for none: what was typed before it was of a call
// that is over.
func toldBy(card *app.Card, campaignID int64, user *callflow.User) int64 {
	for i := range card.Timeline {
		entry := &card.Timeline[i]
		mine := entry.What == callflow.Registered && entry.Status.User == user.Name
		if mine && entry.Campaign != nil && entry.Campaign.ID == campaignID {
			return entry.Seq
		}
	}
	return 0
}

// sessionForOneCall is the session with the key of the page that a form of the desk was sent from: where the same form comes again, as after an answer
// that was lost on its way, it is answered as it was and not done again. What was sent with the key tells one request from another.
func sessionForOneCall(req *ui.Request, sent ...string) (*auth.Session, error) {
	session := *req.Session
	key := req.PostFormValue("key")
	if key == "" {
		return &session, nil
	}
	hash := sha256.Sum256([]byte(strings.Join(sent, "\n")))
	session.Key = &auth.RequestKey{Key: "desk " + key, Request: hash[:]}
	return &session, session.Key.Validate()
}
