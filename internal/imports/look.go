package imports

import (
	"context"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/tabular"
)

// Preview looks at a file that was sent, as it is to be read. It remembers what it has seen.
func (a *Service) Preview(ctx context.Context, s *auth.Session, f *KeptFile, options tabular.Options) (*importer.Preview, error) {
	if err := s.May(auth.WriteCustomers); err != nil {
		return nil, err
	}
	p, err := f.look(options)
	if err != nil {
		return nil, err
	}
	return a.importing.FindTargets(ctx, s, f.AssignmentID, p)
}

// look reads the head of the file, or knows it already.
func (f *KeptFile) look(options tabular.Options) (*importer.Preview, error) {
	options.Name = f.Name
	f.mu.Lock()
	known, asked := f.preview, f.chosen.Options
	f.mu.Unlock()
	asked.Name = f.Name
	if known != nil && asked == options {
		return known, nil
	}
	source, err := f.source()
	if err != nil {
		return nil, err
	}
	p, err := importer.LookAt(source, options)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	asked = f.chosen.Options
	if asked.Name = f.Name; asked != options { // whatever else fails now: what was rehearsed is not what would be imported
		f.choseAnew()
	}
	f.preview, f.chosen.Options = p, options
	return p, nil
}

// ExplainFile tells how a file is read as it is chosen, from what was seen of it. What can't be imported as it is chosen has its rows as the
// file has them.
func (a *Service) ExplainFile(ctx context.Context, s *auth.Session, f *KeptFile, chosen *importer.Request) (*importer.FileReading, error) {
	if err := s.May(auth.WriteCustomers); err != nil {
		return nil, err
	}
	f.mu.Lock()
	p := f.preview
	f.mu.Unlock()
	if p == nil {
		return nil, callflow.NotFoundError()
	}
	r := *chosen
	r.AssignmentID, r.DryRun, r.Speaks = f.AssignmentID, true, importer.SpeaksPage
	r.Rejected, r.Cell, r.Progress = nil, nil, nil
	return a.importing.ExplainPreview(ctx, s, &r, p)
}
