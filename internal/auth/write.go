package auth

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/remembered"
)

// Answer is what a write answers, as it stood in the write's own transaction.
type Answer struct {
	Body     []byte // JSON; empty where there is nothing to show
	Record   []byte // the record that If-Match is held against, where Body shows more than it; else nil
	Created  bool
	Location string // the id of what was created, below the request's path; "" for none
	Seq      int64  // the account's clock after the write
	Token    int64  `json:"-"` // Seq as it is told, which the commit may have begun another epoch for
	Replayed bool   `json:"-"` // it is the first answer to a request that came again
}

// RequestKey names a request, so that sending it again changes nothing (contract, section 5).
type RequestKey struct {
	Key     string
	Request []byte // hash of everything that the request asks for
}

// AnswersKept is how long an answer is kept for its key.
const AnswersKept = 24 * time.Hour

// longestKey is the longest idempotency key taken, in bytes.
const longestKey = 255

// Validate says what is wrong with the key.
func (k *RequestKey) Validate() error {
	for i := range len(k.Key) {
		if k.Key[i] < ' ' || k.Key[i] > '~' {
			return callflow.InvalidField("Idempotency-Key", "Idempotency-Key must consist of printable ASCII characters.")
		}
	}
	if k.Key == "" || len(k.Key) > longestKey {
		return callflow.InvalidField("Idempotency-Key", "Idempotency-Key must have 1 to 255 characters: a new UUID for every new request is a good choice.")
	}
	return nil
}

// Read reads on one snapshot, with the permission as it stands there.
func (a *Service) Read(ctx context.Context, s *Session, verb func(r *store.Snapshot, current *Session) error) error {
	return a.store.Read(ctx, s.AccountID, func(r *store.Snapshot) error {
		current, err := s.WithSetup(r.Setup())
		if err != nil {
			return err
		}
		return verb(r, current)
	})
}

// StillMay says whether the caller of something that lasts may still have it: an error of the codes Unauthenticated or Forbidden where not,
// and none where that can't be found out now.
func (a *Service) StillMay(ctx context.Context, s *Session) error {
	err := a.Read(ctx, s, func(_ *store.Snapshot, current *Session) error {
		if current.User.ClientID != s.User.ClientID { // sees something else now
			return ErrInactive
		}
		return nil
	})
	if code := callflow.ErrorCode(err); code == callflow.Unauthenticated || code == callflow.Forbidden {
		return err
	}
	return nil
}

// Write runs one verb in one transaction, with the permission as it stands there.
// A request that came before with the same key is answered as it was then.
func (a *Service) Write(ctx context.Context, s *Session, verb func(w *store.Write, s *Session) (*Answer, error)) (*Answer, error) {
	var answer *Answer
	var written *store.Write
	err := a.store.Write(ctx, s.AccountID, func(w *store.Write) error {
		written = w
		w.SetNow(a.now().UnixMilli())
		current, err := s.within(w)
		if err != nil {
			return err
		}
		snapshot, err := w.Snapshot()
		if err != nil {
			return err
		}
		if answer, err = kept(snapshot, s, w.Now); answer != nil || err != nil {
			return err
		}
		if answer, err = verb(w, current); err != nil {
			return err
		}
		answer.Seq = w.Moment.Seq
		return keep(w, s, answer)
	})
	if err == nil {
		answer.Token = written.Token(answer.Seq)
	}
	return answer, err
}

// KeptAnswer is kept for a verb that reads a lot before it writes.
func (a *Service) KeptAnswer(ctx context.Context, s *Session) (answer *Answer, err error) {
	err = a.store.Read(ctx, s.AccountID, func(r *store.Snapshot) error {
		if answer, err = kept(r, s, a.now().UnixMilli()); answer != nil {
			answer.Token = r.Setup().Token(answer.Seq)
		}
		return err
	})
	return answer, err
}

// within is the session with the set-up as the transaction sees it: whoever was
// switched off meanwhile writes nothing.
func (s *Session) within(w *store.Write) (*Session, error) {
	setup, err := w.Setup()
	if err != nil {
		return nil, err
	}
	return s.WithSetup(setup)
}

// kept gives the answer that the session's key has already, nil where it has none.
func kept(r *store.Snapshot, s *Session, now int64) (*Answer, error) {
	if s.Key == nil {
		return nil, nil //nolint:nilnil // no answer is kept: the verb makes one
	}
	request, answer, ok, err := remembered.Answer(r, &remembered.Request{UserID: s.User.ID, Key: s.keptKey()}, s.Key.Key, now-AnswersKept.Milliseconds())
	if err != nil || !ok {
		return nil, err
	}
	if !bytes.Equal(request, s.Key.Request) {
		return nil, &callflow.Error{
			Code: callflow.Unprocessable, Message: "This Idempotency-Key came with another request before.", Fix: "Use a new key for a new request.",
		}
	}
	replayed := &Answer{Replayed: true}
	return replayed, json.Unmarshal(answer, replayed)
}

// keptKey is what is kept of the request's key: clients write names and numbers of people into them at times.
func (s *Session) keptKey() string {
	mac := hmac.New(sha256.New, s.Setup.Account.Secret)
	_, _ = mac.Write([]byte("idempotency key\x00" + s.Key.Key)) // a hash never fails
	return base64.RawStdEncoding.EncodeToString(mac.Sum(nil))
}

func keep(w *store.Write, s *Session, answer *Answer) error {
	if s.Key == nil {
		return nil
	}
	packed, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	kept := &remembered.Request{UserID: s.User.ID, Key: s.keptKey(), Request: s.Key.Request, Answer: packed}
	return remembered.KeepAnswer(w, kept, w.Now-AnswersKept.Milliseconds())
}
