package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"

	"callflow/internal/labels"
	"callflow/internal/tabular"
	"callflow/remote"
)

// pullState is how far a pull has come. It lies in FILE.pull, beside the records in FILE.part.
type pullState struct {
	Request string `json:"request"` // what is pulled from where: another request begins anew
	Next    string `json:"next"`    // the link to go on with; "" at the end
	Pages   int64  `json:"pages"`
	Records int64  `json:"records"`
	Count   int64  `json:"count"` // as the last page told it
	Bytes   int64  `json:"bytes"` // of FILE.part that are whole pages
}

// pullPart are the records pulled so far, an object to a line.
type pullPart struct {
	path  string
	file  *os.File
	state pullState
	text  []byte
}

// openPart opens what an earlier run left, if it was of the same request; else it begins anew.
func openPart(path, request string) (*pullPart, error) {
	file, err := os.OpenFile(path+".part", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, writeError(path, outputFlag, err)
	}
	p := &pullPart{path: path, file: file}
	if !p.resume(request) {
		p.state = pullState{Request: request}
	}
	err = file.Truncate(p.state.Bytes)
	if err == nil {
		_, err = file.Seek(p.state.Bytes, io.SeekStart)
	}
	if err != nil {
		p.close()
		return nil, writeError(path, outputFlag, err)
	}
	return p, nil
}

// resume reads the state; false where it is of no use.
func (p *pullPart) resume(request string) bool {
	text, err := os.ReadFile(p.statePath())
	if err != nil || json.Unmarshal(text, &p.state) != nil || p.state.Request != request {
		return false
	}
	info, err := p.file.Stat()
	return err == nil && info.Size() >= p.state.Bytes
}

func (p *pullPart) statePath() string { return p.path + ".pull" }

// append writes a page, and then how far the pull is: a kill in between loses the page, and nothing else.
func (p *pullPart) append(page *remote.Page) error {
	p.text = p.text[:0]
	for _, record := range page.Records() {
		p.text = append(appendLine(p.text, record), '\n')
	}
	_, err := p.file.Write(p.text)
	if err == nil {
		err = p.file.Sync()
	}
	if err != nil {
		return writeError(p.path, outputFlag, err)
	}
	p.state.Next, p.state.Count = page.Next, page.Count
	p.state.Pages++
	p.state.Records += int64(len(page.Records()))
	p.state.Bytes += int64(len(p.text))
	return p.keepState()
}

// appendLine appends a record as one line, which some servers spread over several.
func appendLine(dst []byte, record remote.Record) []byte {
	if bytes.IndexByte(record, '\n') < 0 {
		return append(dst, record...)
	}
	var line bytes.Buffer
	if json.Compact(&line, record) != nil {
		return append(dst, record...)
	}
	return append(dst, line.Bytes()...)
}

func (p *pullPart) keepState() error {
	text, err := json.Marshal(&p.state)
	if err != nil {
		return err
	}
	if err = os.WriteFile(p.statePath()+".new", text, 0o600); err == nil {
		err = os.Rename(p.statePath()+".new", p.statePath())
	}
	if err != nil {
		return writeError(p.path, outputFlag, err)
	}
	return nil
}

// restart forgets what was pulled.
func (p *pullPart) restart() error {
	p.state = pullState{Request: p.state.Request}
	if err := p.file.Truncate(0); err != nil {
		return writeError(p.path, outputFlag, err)
	}
	if _, err := p.file.Seek(0, io.SeekStart); err != nil {
		return writeError(p.path, outputFlag, err)
	}
	return p.keepState()
}

// each gives the records pulled so far.
func (p *pullPart) each(fn func(remote.Record) error) error {
	lines := bufio.NewReaderSize(io.NewSectionReader(p.file, 0, p.state.Bytes), 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := fn(remote.Record(line[:len(line)-1])); err != nil {
			return err
		}
	}
}

// keys are those of all records, each once, in their order.
func (p *pullPart) keys() ([]string, error) {
	var keys []string
	err := p.each(func(record remote.Record) error {
		place := 0
		for name := range record.Members() {
			if place < len(keys) && keys[place] == name { // as nearly always
				place++
				continue
			}
			if at := slices.Index(keys, name); at >= 0 {
				place = at + 1
				continue
			}
			keys = slices.Insert(keys, place, name)
			place++
		}
		return nil
	})
	return keys, err
}

// convert writes the records in another format.
func (p *pullPart) convert(records tabular.RecordWriter) error {
	keys, err := p.keys()
	if err != nil {
		return err
	}
	if err := records.Head(labels.OfRecords(keys)); err != nil {
		return err
	}
	written := 0
	err = p.each(func(record remote.Record) error {
		if written++; written%exportedTogether == 0 {
			if err := records.Flush(); err != nil {
				return err
			}
		}
		return records.Record(record)
	})
	if err != nil {
		return err
	}
	return records.End()
}

// exportedTogether is how many records are gathered before they are written.
const exportedTogether = 500

// become gives the part file the pulled file's name.
func (p *pullPart) become(path string) error {
	if err := os.Rename(path+".part", path); err != nil {
		return writeError(path, outputFlag, err)
	}
	return os.Remove(p.statePath())
}

func (p *pullPart) remove() error {
	return errors.Join(os.Remove(p.path+".part"), os.Remove(p.statePath()))
}

func (p *pullPart) close() { _ = p.file.Close() }
