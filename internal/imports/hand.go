package imports

import (
	"context"
	"strconv"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/importer"
)

// request is what was chosen, as a request that reads the file as the preview found it. The caller holds the lock.
func (f *KeptFile) request() (*importer.Request, error) {
	source, err := f.reader()
	if err != nil {
		return nil, err
	}
	r := f.chosen
	r.AssignmentID, r.Source = f.AssignmentID, source
	if f.preview != nil {
		r.Options = f.preview.Options
	}
	r.Options.Name = f.Name
	return &r, nil
}

var errHandedOver = &callflow.Error{Code: callflow.Conflict, Message: "The file is being imported already.", Fix: "Look at the imports of the assignment."}

// ErrNotRehearsed refuses to import what was not rehearsed to its end as it is chosen now.
var ErrNotRehearsed = &callflow.Error{Code: callflow.Conflict, Message: "The import was not tried as it is chosen now.", Fix: "Try it first."}

// RunFile begins to import a file as it was chosen and rehearsed, and gives the import's id. A file that was handed over gives the same
// again; one that can't be imported as it was chosen stays.
func (a *Service) RunFile(ctx context.Context, s *auth.Session, f *KeptFile) (int64, error) {
	if err := a.forgetAnonymized(ctx, s, f); err != nil {
		return 0, err
	}
	id, r, err := f.hand()
	if id != 0 || err != nil {
		return id, err
	}
	id, err = a.handOver(ctx, s, f, r)
	f.mu.Lock()
	defer f.mu.Unlock()
	if err != nil {
		f.handing = false
		return 0, err
	}
	f.forgetRehearsal() // it shows what customers had before
	f.importID, f.file = id, nil
	return id, nil
}

// hand gives what was rehearsed, for one caller to import, or the id of the import that the file was handed to already.
func (f *KeptFile) hand() (int64, *importer.Request, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.importID != 0:
		return f.importID, nil, nil
	case f.handing:
		return 0, nil, errHandedOver
	case f.rehearsal == nil || f.rehearsal.choice != f.choice || !f.rehearsal.succeeded():
		return 0, nil, ErrNotRehearsed
	}
	r, err := f.request()
	f.handing = err == nil
	return 0, r, err
}

func (a *Service) handOver(ctx context.Context, s *auth.Session, f *KeptFile, r *importer.Request) (int64, error) {
	room, err := a.TakeRoom(s)
	if err != nil {
		return 0, err
	}
	if err := room.Grow(f.Size); err != nil {
		room.Release()
		return 0, err
	}
	f.mu.Lock()
	file := &File{File: f.file, Name: f.Name, Size: f.Size, Kept: true, Room: room}
	f.mu.Unlock()
	answer, err := a.Start(ctx, s, r, file)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(answer.Location, 10, 64)
}
