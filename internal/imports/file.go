package imports

import (
	"crypto/rand"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/importer"
)

const (
	mostKeptFiles   = 8         // of an account
	mostServerFiles = 32        // of all accounts: the disk is one
	keptFileFor     = time.Hour // after the last choice that was made of it
	longestFileName = 200       // of a file, in bytes
)

// KeptFile is a file that somebody has sent, and not imported yet. It is that user's alone.
type KeptFile struct {
	ID           string
	AssignmentID int64
	Name         string // as the sender calls it
	Size         int64

	account, user int64
	number        int64 // the older ones have smaller ones

	mu        sync.Mutex // of what follows
	file      *os.File   // nil while it comes, and after it was handed over
	until     int64
	timer     *time.Timer
	chosen    importer.Request
	choice    int64 // grows with every change of what is chosen: a rehearsal is of one
	preview   *importer.Preview
	rehearsal *rehearsal
	handing   bool
	importID  int64 // that it was handed to, 0 for none
}

// keptFiles are the files that wait for their import.
type keptFiles struct {
	mu       sync.Mutex
	byID     map[string]*KeptFile
	latest   int64
	slots    chan struct{}           // of rehearsals
	accounts map[int64]chan struct{} // the one place that each account's rehearsals have
}

func newKeptFiles() *keptFiles {
	return &keptFiles{byID: make(map[string]*KeptFile), slots: make(chan struct{}, rehearsalsAtOnce), accounts: make(map[int64]chan struct{})}
}

var errTooManyFiles = &callflow.Error{
	Code: callflow.Conflict, Message: "As many files wait in this account as may.", Fix: "Try again when others have imported theirs, or in an hour.",
}

var errServerIsFull = &callflow.Error{
	Code: callflow.Unavailable, Message: "As many files wait on this server as may.",
	Fix: "Try again when others have imported theirs, or in an hour.",
}

// PlaceFile gives a file that somebody is about to send a place among those that wait. KeepImportFile or DropImportFile follows.
func (a *Service) PlaceFile(s *auth.Session, assignmentID int64, name string) (*KeptFile, error) {
	if err := s.May(auth.WriteCustomers); err != nil {
		return nil, err
	}
	if err := a.MayImport(s, assignmentID); err != nil {
		return nil, err
	}
	f := &KeptFile{ID: rand.Text(), AssignmentID: assignmentID, Name: fileName(name), account: s.AccountID, user: s.User.ID}
	return f, a.files.enter(f)
}

// KeepFile keeps a file that has come, for an hour.
func (a *Service) KeepFile(f *KeptFile, file *os.File, size int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.file, f.Size = file, size
	f.until = a.now().Add(keptFileFor).UnixMilli()
	f.timer = time.AfterFunc(keptFileFor, func() { a.files.drop(f) })
}

// fileName is what a sender calls a file, without the folders that it lies in there.
func fileName(name string) string {
	if name == "" {
		return ""
	}
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if len(name) > longestFileName {
		name = strings.ToValidUTF8(name[len(name)-longestFileName:], "")
	}
	return name
}

// enter makes room for a file: where the account or the server has as many as it may, the user's own oldest goes.
func (k *keptFiles) enter(f *KeptFile) error {
	k.mu.Lock()
	waiting := k.of(f.account)
	var oldest *KeptFile
	if full := k.full(len(waiting)); full != nil {
		i := slices.IndexFunc(waiting, func(other *KeptFile) bool { return other.user == f.user && other.ready() })
		if i < 0 {
			k.mu.Unlock()
			return full
		}
		oldest = waiting[i]
		delete(k.byID, oldest.ID)
	}
	k.latest++
	f.number = k.latest
	k.byID[f.ID] = f
	k.mu.Unlock()
	if oldest != nil {
		oldest.letGo()
	}
	return nil
}

// full says why an account of so many files can't have another one, nil where it can.
func (k *keptFiles) full(ofAccount int) error {
	all := 0
	for _, f := range k.byID {
		if f.waits() {
			all++
		}
	}
	switch {
	case ofAccount >= mostKeptFiles:
		return errTooManyFiles
	case all >= mostServerFiles:
		return errServerIsFull
	}
	return nil
}

// of are the files of an account that are not handed over, the oldest first.
func (k *keptFiles) of(account int64) []*KeptFile {
	var found []*KeptFile
	for _, f := range k.byID {
		if f.account == account && f.waits() {
			found = append(found, f)
		}
	}
	slices.SortFunc(found, func(x, y *KeptFile) int { return int(x.number - y.number) })
	return found
}

// ready says whether the file has come, and is not handed over.
func (f *KeptFile) ready() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.file != nil && !f.handing
}

// waits says whether the file takes room, or will.
func (f *KeptFile) waits() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.importID == 0
}

func (k *keptFiles) drop(f *KeptFile) {
	k.mu.Lock()
	delete(k.byID, f.ID)
	k.mu.Unlock()
	f.letGo()
}

// letGo ends what reads the file, and removes it.
func (f *KeptFile) letGo() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.timer != nil {
		f.timer.Stop()
	}
	f.rehearsal.end()
	if f.file != nil && !f.handing {
		(&File{File: f.file}).remove()
		f.file = nil
	}
}

// dropAll lets go of all files: the server stops.
func (k *keptFiles) dropAll() {
	k.mu.Lock()
	all := k.byID
	k.byID = make(map[string]*KeptFile)
	k.mu.Unlock()
	for _, f := range all {
		f.letGo()
	}
}

// FindFile finds a file that the caller has sent. Another's is not there.
func (a *Service) FindFile(s *auth.Session, id string) (*KeptFile, error) {
	if err := s.May(auth.WriteCustomers); err != nil {
		return nil, err
	}
	k := a.files
	k.mu.Lock()
	f := k.byID[id]
	k.mu.Unlock()
	if f == nil || f.account != s.AccountID || f.user != s.User.ID || a.MayImport(s, f.AssignmentID) != nil {
		return nil, callflow.NotFoundError()
	}
	f.mu.Lock()
	come, over := f.until > 0, f.until < a.now().UnixMilli()
	f.mu.Unlock()
	if come && over {
		k.drop(f)
	}
	if !come || over {
		return nil, callflow.NotFoundError()
	}
	return f, nil
}

// ListFiles are the caller's files that wait for their import into an assignment, the newest first.
func (a *Service) ListFiles(s *auth.Session, assignmentID int64) []*KeptFile {
	k := a.files
	k.mu.Lock()
	waiting := k.of(s.AccountID)
	k.mu.Unlock()
	now := a.now().UnixMilli()
	waiting = slices.DeleteFunc(waiting, func(f *KeptFile) bool {
		return f.user != s.User.ID || f.AssignmentID != assignmentID || !f.ready() || f.Until() < now
	})
	slices.Reverse(waiting)
	return waiting
}

// DropFile lets go of a file that is not wanted any more.
func (a *Service) DropFile(f *KeptFile) { a.files.drop(f) }

// Until is when the file is let go of, in milliseconds since 1970.
func (f *KeptFile) Until() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.until
}

// Chosen is what was chosen of the file last. Its maps and lists are for reading.
func (f *KeptFile) Chosen() importer.Request {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.chosen
}

// Choose keeps what somebody has chosen of a file, and the file for another hour. What was rehearsed before is of no use any more.
// How the file is read stays as Preview has read it last.
func (a *Service) Choose(f *KeptFile, chosen *importer.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	options := f.chosen.Options
	f.chosen = *chosen
	f.chosen.Options = options
	f.choseAnew()
	f.until = a.now().Add(keptFileFor).UnixMilli()
	f.timer.Reset(keptFileFor)
}

// choseAnew makes what was rehearsed before of no use. The caller holds the lock.
func (f *KeptFile) choseAnew() {
	f.choice++
	f.forgetRehearsal()
}

// forgetRehearsal ends the rehearsal, and forgets what it has told. The caller holds the lock.
func (f *KeptFile) forgetRehearsal() {
	f.rehearsal.end()
	f.rehearsal = nil
}

// forgetRehearsals forgets what the rehearsals of an account's files have told of its customers.
func (k *keptFiles) forgetRehearsals(account int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, f := range k.byID {
		if f.account != account {
			continue
		}
		f.mu.Lock()
		f.forgetRehearsal()
		f.mu.Unlock()
	}
}

// Import is the id of the import that the file was handed to, 0 while there is none.
func (f *KeptFile) Import() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.importID
}

// source reads the file from its beginning, beside others who read it.
func (f *KeptFile) source() (io.ReadSeeker, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.reader()
}

// reader is source for a caller who holds the lock.
func (f *KeptFile) reader() (io.ReadSeeker, error) {
	if f.file == nil {
		return nil, callflow.NotFoundError()
	}
	return io.NewSectionReader(f.file, 0, f.Size), nil
}
