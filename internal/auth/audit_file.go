package auth

import (
	"context"
	"log/slog"

	"callflow"
	"callflow/internal/store"
)

// How a file ended, as the audit says it. One that was begun and says nothing else ended with the server.
const (
	FileBegun   = "begun" // also of an import
	fileWhole   = "whole"
	fileBroken  = "broken off"
	fileRefused = "refused"
)

// The entry that every anonymisation leaves.
const (
	AuditAnonymized = "anonymized"
	AuditCustomer   = "customer"
)

// FileTold is how much of a file was told.
type FileTold struct {
	Records int64
	Begun   bool // something was sent: what goes wrong from then on breaks the file off
}

// NotedFile tells a list as a file, with an entry in the audit before its first record, and in the entry how many records were told and
// whether the file is whole. What can't be noted is not told. write keeps what it told up to date, also where it
// ends in the middle.
func (a *Service) NotedFile(ctx context.Context, s *Session, of ReadOf, write func(told *FileTold) error) error {
	id, err := a.beginFile(ctx, s, of)
	if err != nil {
		return err
	}
	file := notedFile{entry: id, what: of.Details(), end: fileBroken}
	defer func() { a.endFile(ctx, s, &file) }() // also where the connection broke
	err = write(&file.told)
	switch {
	case err == nil:
		file.end = fileWhole
	case !file.told.Begun && wasRefused(err):
		file.end, file.told.Records = fileRefused, 0
	}
	return err
}

// wasRefused says whether an error is an answer to what was asked for, and not a failure on the way.
func wasRefused(err error) bool {
	code := callflow.ErrorCode(err)
	return code != callflow.Internal && code != callflow.Unavailable
}

// notedFile is a file on its way, and its entry in the audit.
type notedFile struct {
	entry     int64
	told      FileTold
	what, end string
}

func (a *Service) beginFile(ctx context.Context, s *Session, of ReadOf) (id int64, err error) {
	noun, nounID := of.Subject()
	entry := store.AuditEntry{Action: auditedFile, Noun: noun, NounID: nounID, Details: of.Details() + ", " + FileBegun}
	s.Sign(&entry)
	err = a.store.Write(ctx, s.AccountID, func(w *store.Write) (err error) {
		w.SetNow(a.now().UnixMilli())
		id, err = w.AuditNumbered(entry)
		return err
	})
	return id, err
}

func (a *Service) endFile(ctx context.Context, s *Session, file *notedFile) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), auditStop)
	defer cancel()
	err := a.store.Write(ctx, s.AccountID, func(w *store.Write) error {
		_, err := w.CountAudit(file.entry, file.told.Records, file.what+", "+file.end)
		return err
	})
	if err != nil {
		a.Log().WarnContext(ctx, "how a file ended could not be put into the audit", slog.Any("error", err))
	}
}
