package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/zeebo/xxh3"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/tabular"
	"callflow/internal/tabular/files"
	"callflow/internal/web"
)

// file is a list on its way to a client as a file.
type file struct {
	req      *request
	options  tabular.RecordOptions
	of       auth.ReadOf
	name     string // that a browser gives it, without its ending
	ofMoment bool   // the request names the seq that it is of
	day      string // that it is of, where the request leaves that to the clock
	encoding string
	tag      string
	moment   auth.Moment // of the records
	wanted   *byteRange  // nil for the whole
	total    int64       // its bytes, where a range is wanted

	tabular.RecordWriter
	begun    bool // the headers were sent
	records  int64
	download *web.Download
}

// source tells a list's records, as of one moment.
type source func(ctx context.Context, to app.ExportTarget) error

// sendFile answers a list as a file. May says whether the caller may see the list at all: nothing is answered before, not even 304.
func (req *request) sendFile(f *file, may func() error, tell source) error {
	if err := may(); err != nil {
		return err
	}
	f.req = req
	f.tag = f.tagAt(req.session.Moment)
	f.encoding = f.chooseEncoding()
	if req.hasTag(f.tag) {
		req.headers(f.tag, f.encoding, req.session.Moment)
		req.writer.WriteHeader(http.StatusNotModified)
		return nil
	}
	place, err := req.api.files.Take(req.session.AccountID, req.session.User.ID)
	if err != nil {
		return err
	}
	f.download = web.NewDownload(req.writer, req.Request, place, func(ctx context.Context) error {
		return req.api.app.StillMay(ctx, req.session)
	})
	defer f.download.Close()
	if err := f.measure(tell); err != nil {
		return err
	}
	err = f.noted(tell)
	switch {
	case err == nil || errors.Is(err, errHeadOnly):
		f.start()
		return nil
	case !f.begun:
		return explained(err)
	}
	web.BreakOff(req.api.config.Log, req.Request, err)
	return nil
}

// noted writes the file, with its entry in the audit; the headers alone need none.
func (f *file) noted(tell source) error {
	if f.req.Method == http.MethodHead {
		return f.write(tell)
	}
	return f.req.api.app.NotedFile(f.req.Context(), f.req.session, f.of, func(told *auth.FileTold) error {
		defer func() { told.Records, told.Begun = f.records, f.begun }()
		return f.write(tell)
	})
}

func (f *file) write(tell source) error {
	ctx, cancel := f.download.Writing()
	defer cancel()
	sink, err := web.NewCompressor(&fileOutput{file: f}, f.encoding)
	if err != nil {
		return err
	}
	if f.RecordWriter, err = files.NewWriter(sink, f.options); err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // what it holds in memory is of no use any more
	if err := tell(ctx, f); err != nil {
		return err
	}
	if err := f.End(); err != nil {
		return err
	}
	if err := sink.Close(); err != nil {
		return err
	}
	return f.download.Finish()
}

// tagAt names what the file holds: the request, whose it is, and the moment that it is of.
func (f *file) tagAt(moment auth.Moment) string {
	if f.ofMoment { // later changes are none of it
		moment.Seq = 0
	}
	request := fmt.Sprintf("%d %s?%s %s %s", f.req.session.User.ID, f.req.path(), f.req.URL.RawQuery, f.options.Format, f.day)
	return fmt.Sprintf("%x-%x-%x-%016x", f.req.session.Setup.Token(moment.Seq), moment.Setup, moment.Lineage, xxh3.HashString(request))
}

// compressible are the formats that are not compressed by themselves.
func (f *file) compressible() bool {
	return f.options.Format != tabular.XLSX && f.options.Format != tabular.Parquet
}

func (f *file) chooseEncoding() string {
	if !f.compressible() || f.req.Header.Get("Range") != "" {
		return web.Identity
	}
	return f.req.chooseEncoding()
}

// measure finds out how long the file is where a part of it is wanted, by writing it to nobody.
func (f *file) measure(tell source) error {
	wanted, ok := f.req.wantedRange(f.tag, f.ofMoment)
	if !ok || !f.compressible() {
		return nil
	}
	counted := &measured{deadline: f.download.Deadline}
	var err error
	if counted.RecordWriter, err = files.NewWriter(&counted.length, f.options); err != nil {
		return err
	}
	ctx, cancel := f.download.Writing()
	defer cancel()
	if err = tell(ctx, counted); err == nil {
		err = counted.End()
	}
	if err != nil {
		return err
	}
	f.total = int64(counted.length)
	if wanted.First >= f.total {
		f.req.writer.Header().Set("Content-Range", "bytes */"+strconv.FormatInt(f.total, 10))
		return errUnsatisfiable()
	}
	if wanted.Last < 0 || wanted.Last >= f.total {
		wanted.Last = f.total - 1
	}
	f.wanted, f.moment = &wanted, counted.moment
	return nil
}

// measured is a file of which only the length counts.
type measured struct {
	tabular.RecordWriter
	length   countedBytes
	moment   auth.Moment
	deadline *web.WriteDeadline
}

// Flush is called as the file goes on.
func (m *measured) Flush() error {
	m.deadline.Extend()
	return m.RecordWriter.Flush()
}

// Begin notes the moment.
func (m *measured) Begin(columns []tabular.Column, _ int64, moment auth.Moment) error {
	m.moment = moment
	return m.Head(columns)
}

type countedBytes int64

func (c *countedBytes) Write(text []byte) (int, error) {
	*c += countedBytes(len(text))
	return len(text), nil
}

// Begin takes note of what the headers say.
func (f *file) Begin(columns []tabular.Column, _ int64, moment auth.Moment) error {
	if f.wanted != nil && !f.ofMoment && moment != f.moment { // something changed since it was measured
		f.wanted = nil
	}
	f.moment = moment
	if f.req.Method == http.MethodHead {
		return errHeadOnly
	}
	return f.Head(columns)
}

// Record counts what is told.
func (f *file) Record(record []byte) error {
	f.records++
	return f.RecordWriter.Record(record)
}

// Flush is called as the file goes on: some formats are read to their end before their first byte.
func (f *file) Flush() error {
	f.download.Deadline.Extend()
	return f.RecordWriter.Flush()
}

// explained says what to do about a value that is not of its column's type.
func explained(err error) error {
	var misfit *tabular.MisfitError
	if errors.As(err, &misfit) {
		return invalid("types", "The column %s has a value that is not of its type. Ask for types=text, or for another format.", misfit.Column)
	}
	return err
}

// errHeadOnly ends a file of which only the headers were asked for.
var errHeadOnly = &callflow.Error{Code: callflow.Internal, Message: "only the headers were asked for"}

func ending(format tabular.Format) string {
	if format == tabular.JSON {
		return "json"
	}
	return string(format)
}
