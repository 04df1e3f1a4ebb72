package api

import (
	"fmt"
	"net/http"
	"strconv"

	"callflow/internal/tabular"
	"callflow/internal/web"
)

// start sends the headers, with the file's first byte: what goes wrong before it is still answered as a problem, and what
// goes wrong after it can only break the connection.
func (f *file) start() {
	if f.begun {
		return
	}
	f.begun = true
	req, h := f.req, f.req.writer.Header()
	req.headers(f.tagAt(f.moment), f.encoding, f.moment)
	if !f.compressible() { // written twice, it differs in its times alone
		h.Set("ETag", "W/"+h.Get("ETag"))
	}
	h.Set("Content-Type", tabular.RecordFormats[f.options.Format])
	h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", f.name+"."+ending(f.options.Format)))
	if f.encoding != web.Identity {
		h.Set("Content-Encoding", f.encoding)
	} else if f.compressible() {
		h.Set("Accept-Ranges", "bytes")
	}
	status := http.StatusOK
	if f.wanted != nil {
		status = http.StatusPartialContent
		h.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", f.wanted.First, f.wanted.Last, f.total))
		h.Set("Content-Length", strconv.FormatInt(f.wanted.Last-f.wanted.First+1, 10))
	}
	req.writer.WriteHeader(status)
}

// fileOutput hands the file to the client, or the part that is wanted.
type fileOutput struct {
	*file
	at int64 // how much of the file was written
}

func (o *fileOutput) Write(text []byte) (int, error) {
	o.download.Deadline.Extend()
	if len(text) == 0 {
		return 0, nil
	}
	o.start()
	part, from := text, o.at
	o.at += int64(len(text))
	if o.wanted != nil {
		part = text[clamp(o.wanted.First-from, len(text)):clamp(o.wanted.Last+1-from, len(text))]
	}
	if len(part) == 0 {
		return len(text), nil
	}
	if _, err := o.download.Write(part); err != nil {
		return 0, err
	}
	return len(text), nil
}

// clamp is a place in a text of some length.
func clamp(place int64, length int) int { return int(min(max(place, 0), int64(length))) }
