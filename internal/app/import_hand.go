package app

import (
	"context"
	"strconv"

	"callflow"
)

// request is what was chosen, as a request that reads the file as the preview found it.
func (f *KeptFile) request() (*ImportRequest, error) {
	source, err := f.source()
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	r := f.chosen
	r.AssignmentID, r.Source = f.AssignmentID, source
	if f.preview != nil {
		r.Options = f.preview.Options
	}
	r.Options.Name = f.Name
	return &r, nil
}

var errHandedOver = &callflow.Error{Code: callflow.Conflict, Message: "The file is being imported already.", Fix: "Look at the imports of the assignment."}

// RunImportFile begins to import a file as it was chosen, and gives the import's id. A file that was handed over gives the same again; one that
// can't be imported as it was chosen stays.
func (a *App) RunImportFile(ctx context.Context, s *Session, f *KeptFile) (int64, error) {
	f.mu.Lock()
	id, handing := f.importID, f.handing
	f.handing = true
	f.mu.Unlock()
	if id != 0 || handing {
		if id == 0 {
			return 0, errHandedOver
		}
		return id, nil
	}
	id, err := a.handOver(ctx, s, f)
	f.mu.Lock()
	defer f.mu.Unlock()
	if err != nil {
		f.handing = false
		return 0, err
	}
	f.rehearsal.end()
	f.importID, f.file = id, nil
	return id, nil
}

func (a *App) handOver(ctx context.Context, s *Session, f *KeptFile) (int64, error) {
	r, err := f.request()
	if err != nil {
		return 0, err
	}
	f.mu.Lock()
	file := &ImportFile{File: f.file, Name: f.Name, Size: f.Size, Kept: true}
	f.mu.Unlock()
	answer, err := a.StartImport(ctx, s, r, file)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(answer.Location, 10, 64)
}
