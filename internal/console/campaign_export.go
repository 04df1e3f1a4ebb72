package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/callwork"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/tabular"
	"callflow/internal/tabular/files"
	"callflow/internal/web"
)

// exportFile answers the customers that are seen on a campaign's page as a file, in any format.
func exportFile(req *ui.Request) error {
	id, err := req.ID("campaign_id")
	if err != nil {
		return err
	}
	query := req.URL.Query()
	format := tabular.Format(query.Get("format"))
	if _, known := tabular.RecordFormats[format]; !known {
		return callflow.InvalidField("format", "There is no such format. Choose one of those on the campaign's page.")
	}
	wanted := &app.ListRequest{
		CampaignID: id, CallStates: query["call_state"], Search: strings.TrimSpace(query.Get("search")),
		WithoutNumber: query.Get("number") == withoutNumber,
	}
	list, err := req.Console.App.Open(req.Session, wanted)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("callflow-campaign-%d-%s.%s", id, req.Console.App.Today(req.Session), strings.ToLower(string(format)))
	f := &exportedFile{req: req, format: format, name: name}
	place, err := req.Console.Files.Take(req.Session.AccountID, req.Session.User.ID)
	if err != nil {
		return err
	}
	f.download = web.NewDownload(req.Writer, req.Request, place, staysSignedIn(req, id))
	defer f.download.Close()
	options := tabular.RecordOptions{Format: format, Labels: true, Mark: format == tabular.CSV}
	if query.Get("delimiter") == "semicolon" {
		options.Delimiter = ';'
	}
	if f.RecordWriter, err = files.NewWriter(f, options); err != nil {
		return err
	}
	writing, cancel := f.download.Writing()
	defer cancel()
	of := wanted.Of().InFile(string(format), wanted.Narrowed(req.Session))
	err = req.Console.App.NotedFile(req.Context(), req.Session, of, func(told *auth.FileTold) error {
		defer func() {
			_ = f.Close() // nothing is written any more when it is asked whether the file was begun
			told.Records, told.Begun = f.records, f.begun
		}()
		return f.tell(writing, list)
	})
	if err != nil && f.begun {
		web.BreakOff(req.Console.Config.Log, req.Request, err)
	}
	return err
}

// staysSignedIn says of a file of a campaign whether it may go on: whoever asked for it is signed in and sees the campaign.
func staysSignedIn(req *ui.Request, campaignID int64) func(context.Context) error {
	key, account := req.Key, req.AccountOfHost()
	return func(ctx context.Context) error {
		session, err := req.Console.App.WatchSession(ctx, key, account)
		if err == nil {
			_, err = req.Console.App.Open(session, &app.ListRequest{CampaignID: campaignID})
		}
		if code := callflow.ErrorCode(err); code == callflow.Unavailable || code == callflow.Internal { // it can't be found out now
			return nil
		}
		return err
	}
}

// exportedFile is a list on its way to a browser. What goes wrong before its first byte is still answered as a page.
type exportedFile struct {
	tabular.RecordWriter
	req      *ui.Request
	format   tabular.Format
	name     string
	begun    bool
	records  int64
	download *web.Download
}

// tell writes the whole list.
func (f *exportedFile) tell(ctx context.Context, list *app.List) error {
	if err := f.req.Console.App.Export(ctx, list, f); err != nil {
		return err
	}
	if err := f.End(); err != nil {
		return err
	}
	return f.download.Finish()
}

// Begin writes the head of the file.
func (f *exportedFile) Begin(columns []tabular.Column, _ int64, _ auth.Moment) error {
	return f.Head(columns)
}

// Record counts what is told.
func (f *exportedFile) Record(record []byte) error {
	f.records++
	return f.RecordWriter.Record(record)
}

// Flush is called as the file goes on: some formats are read to their end before their first byte.
func (f *exportedFile) Flush() error {
	f.download.Deadline.Extend()
	return f.RecordWriter.Flush()
}

// Write sends a part of the file.
func (f *exportedFile) Write(text []byte) (int, error) {
	f.download.Deadline.Extend()
	if !f.begun {
		f.begun = true
		h := f.req.Writer.Header()
		h.Set("Content-Type", tabular.RecordFormats[f.format])
		h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", f.name))
		h.Set("Cache-Control", "no-store")
	}
	n, err := f.download.Write(text)
	if err != nil {
		return n, errors.Join(io.ErrClosedPipe, err)
	}
	return n, nil
}

// someUnknown says which customers are unknown, of those that were to be added; nil where all are known.
func someUnknown(read locale.Reader, added *callwork.Added) error {
	if len(added.Unknown) == 0 {
		return nil
	}
	const told = 10
	unknown := strings.Join(added.Unknown[:min(len(added.Unknown), told)], ", ")
	message := read.T("%d were added, %d were there already. The assignment does not know: %s", added.Added, added.Already, unknown)
	return &callflow.Error{Code: callflow.Unprocessable, Message: message + "."}
}
