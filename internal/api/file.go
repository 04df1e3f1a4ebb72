package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/zeebo/xxh3"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/tabular"
)

// file is a list on its way to a client as a file.
type file struct {
	req      *request
	options  tabular.RecordOptions
	name     string // that a browser gives it, without its ending
	ofMoment bool   // the request names the seq that it is of
	day      string // that it is of, where the request leaves that to the clock
	encoding string
	tag      string
	moment   app.Moment
	wanted   *byteRange // nil for the whole
	total    int64      // its bytes, where a range is wanted

	tabular.RecordWriter
	begun bool
}

// source tells a list's records, as of one moment.
type source func(ctx context.Context, to app.ExportTarget) error

// sendFile answers a list as a file.
func (req *request) sendFile(f *file, tell source) error {
	f.req = req
	f.tag = f.tagAt(req.session.Moment)
	f.encoding = f.chooseEncoding()
	if req.hasTag(f.tag) {
		req.headers(f.tag, f.encoding, req.session.Moment)
		req.writer.WriteHeader(http.StatusNotModified)
		return nil
	}
	release, err := req.api.files.take(req.session.AccountID)
	if err != nil {
		return err
	}
	defer release()
	req.mayTake(stuckAfter) // the whole is read before the first byte of some formats
	if err := f.measure(tell); err != nil {
		return err
	}
	err = f.write(tell)
	switch {
	case err == nil || errors.Is(err, errHeadOnly):
		return nil
	case !f.begun:
		return err
	}
	if req.Context().Err() == nil { // the client is still there, and hears nothing but that it ended
		req.api.config.Log.Warn("a file broke off", slog.String("path", req.Pattern), slog.Any("error", err))
	}
	panic(http.ErrAbortHandler) // the connection breaks, so that nobody takes a part for the whole
}

func (f *file) write(tell source) error {
	sink, err := f.encoded(&fileOutput{file: f})
	if err != nil {
		return err
	}
	if f.RecordWriter, err = tabular.NewRecordWriter(sink, f.options); err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // of temporary files, which are of no use any more
	if err := tell(f.req.Context(), f); err != nil {
		return err
	}
	if err := f.End(); err != nil {
		return err
	}
	return sink.Close()
}

// tagAt names what the file holds: the request, whose it is, and the moment that it is of.
func (f *file) tagAt(moment app.Moment) string {
	if f.ofMoment { // later changes are none of it
		moment.Seq = 0
	}
	request := fmt.Sprintf("%d %s?%s %s %s", f.req.session.User.ID, f.req.path(), f.req.URL.RawQuery, f.options.Format, f.day)
	return fmt.Sprintf("%x-%x-%x-%016x", moment.Seq, moment.Setup, moment.Lineage, xxh3.HashString(request))
}

// compressible are the formats that are not compressed by themselves.
func (f *file) compressible() bool {
	return f.options.Format != tabular.XLSX && f.options.Format != tabular.Parquet
}

func (f *file) chooseEncoding() string {
	if !f.compressible() || f.req.Header.Get("Range") != "" {
		return identity
	}
	return chooseEncoding(f.req.Header.Get("Accept-Encoding"))
}

// measure finds out how long the file is where a part of it is wanted, by writing it to nobody.
func (f *file) measure(tell source) error {
	wanted, ok := f.req.wantedRange(f.tag, f.ofMoment)
	if !ok || !f.compressible() {
		return nil
	}
	counted := &measured{}
	var err error
	if counted.RecordWriter, err = tabular.NewRecordWriter(&counted.length, f.options); err != nil {
		return err
	}
	if err = tell(f.req.Context(), counted); err == nil {
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
	length countedBytes
	moment app.Moment
}

// Begin notes the moment.
func (m *measured) Begin(columns []tabular.Column, _ int64, moment app.Moment) error {
	m.moment = moment
	return m.Head(columns)
}

type countedBytes int64

func (c *countedBytes) Write(text []byte) (int, error) {
	*c += countedBytes(len(text))
	return len(text), nil
}

// Begin sends the headers: what is wrong from here on can only break the connection.
func (f *file) Begin(columns []tabular.Column, _ int64, moment app.Moment) error {
	req, h := f.req, f.req.writer.Header()
	f.tag = f.tagAt(moment)
	req.headers(f.tag, f.encoding, moment)
	if !f.compressible() { // written twice, it differs in its times alone
		h.Set("ETag", "W/"+h.Get("ETag"))
	}
	h.Set("Content-Type", tabular.RecordFormats[f.options.Format])
	h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", f.name+"."+ending(f.options.Format)))
	if f.encoding != identity {
		h.Set("Content-Encoding", f.encoding)
	} else if f.compressible() {
		h.Set("Accept-Ranges", "bytes")
	}
	status := http.StatusOK
	if f.wanted != nil && !f.ofMoment && moment != f.moment { // something changed since it was measured
		f.wanted = nil
	}
	if f.wanted != nil {
		status = http.StatusPartialContent
		h.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", f.wanted.First, f.wanted.Last, f.total))
		h.Set("Content-Length", strconv.FormatInt(f.wanted.Last-f.wanted.First+1, 10))
	}
	req.writer.WriteHeader(status)
	f.begun = true
	if req.Method == http.MethodHead {
		return errHeadOnly
	}
	return f.Head(columns)
}

// errHeadOnly ends a file of which only the headers were asked for.
var errHeadOnly = &callflow.Error{Code: callflow.Internal, Message: "only the headers were asked for"}

func ending(format tabular.Format) string {
	if format == tabular.JSON {
		return "json"
	}
	return string(format)
}

// encoded compresses what is written to out, where the client takes it so.
func (f *file) encoded(out io.Writer) (io.WriteCloser, error) {
	switch f.encoding {
	case gzipped:
		return gzip.NewWriterLevel(out, gzip.BestSpeed)
	case zstded:
		return zstd.NewWriter(out, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	}
	return uncompressed{out}, nil
}

type uncompressed struct{ io.Writer }

func (uncompressed) Close() error { return nil }

// fileOutput hands the file to the client, or the part that is wanted.
type fileOutput struct {
	*file
	at    int64 // how much of the file was written
	until time.Time
}

// stuckAfter is how long a client may take nothing.
const stuckAfter = time.Minute

func (o *fileOutput) Write(text []byte) (int, error) {
	if now := time.Now(); now.After(o.until) {
		o.req.mayTake(stuckAfter)
		o.until = now.Add(stuckAfter / 4)
	}
	part, from := text, o.at
	o.at += int64(len(text))
	if o.wanted != nil {
		part = text[clamp(o.wanted.First-from, len(text)):clamp(o.wanted.Last+1-from, len(text))]
	}
	if len(part) == 0 {
		return len(text), nil
	}
	if _, err := o.req.writer.Write(part); err != nil {
		return 0, err
	}
	return len(text), nil
}

// clamp is a place in a text of some length.
func clamp(place int64, length int) int { return int(min(max(place, 0), int64(length))) }
