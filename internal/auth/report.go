package auth

import (
	"bytes"
	"context"
	"encoding/json"

	"callflow/internal/store"
)

// Report is what is read beside the lists, as of one moment.
type Report struct {
	Body   []byte // JSON
	Moment Moment
}

// Report makes a body on one snapshot, with the caller's permission as it stands there.
func (a *Service) Report(ctx context.Context, s *Session, body func(r *store.Snapshot, s *Session) ([]byte, error)) (*Report, error) {
	report := &Report{}
	err := a.Read(ctx, s, func(r *store.Snapshot, current *Session) (err error) {
		report.Moment = r.Moment
		report.Body, err = body(r, current)
		return err
	})
	return report, err
}

// EncodeBody writes a value as the API shows it: compact JSON, with nothing escaped that need not be.
func EncodeBody(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), err
}
