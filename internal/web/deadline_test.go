package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// slowConnection notes what is written at a time, and until when is read and written.
type slowConnection struct {
	*httptest.ResponseRecorder
	largest   int
	reads     []time.Time // deadlines, as they were set
	deadlines []time.Time
}

func (s *slowConnection) Write(p []byte) (int, error) {
	s.largest = max(s.largest, len(p))
	return s.ResponseRecorder.Write(p)
}

func (s *slowConnection) SetReadDeadline(until time.Time) error {
	s.reads = append(s.reads, until)
	return nil
}

func (s *slowConnection) SetWriteDeadline(until time.Time) error {
	s.deadlines = append(s.deadlines, until)
	return nil
}

var _ http.ResponseWriter = (*slowConnection)(nil)

func TestASlowClientIsNotAStuckOne(t *testing.T) {
	t.Parallel()
	slow := &slowConnection{ResponseRecorder: httptest.NewRecorder()}
	deadline := NewWriteDeadline(slow)
	file := text(40 * pieceSize)
	if _, err := io.Copy(deadline, bytes.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	if slow.largest > pieceSize {
		t.Errorf("%d bytes were written at a time: a slow client would be cut while it takes them", slow.largest)
	}
	if !bytes.Equal(slow.Body.Bytes(), file) {
		t.Error("the file is another one")
	}
	deadline.Expire()
	deadline.Extend()
	if last := slow.deadlines[len(slow.deadlines)-1]; last.After(time.Now()) {
		t.Errorf("what was ended goes on until %s", last)
	}
}

func TestADeadlineIsPutOffForAsLongAsTheFileGoesOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := &slowConnection{ResponseRecorder: httptest.NewRecorder()}
		deadline := NewWriteDeadline(slow)
		for range 100 { // parts that follow each other at once put it off once
			deadline.Extend()
		}
		<-time.After(extendEvery)
		deadline.Extend()
		if len(slow.deadlines) != 2 || !slow.deadlines[1].Equal(time.Now().Add(stuckAfter)) {
			t.Errorf("the deadlines were %v", slow.deadlines)
		}
	})
}

func TestAnAnswerMayTakeItsTimeAndItsClientToReceiveIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := &slowConnection{ResponseRecorder: httptest.NewRecorder()}
		ExtendDeadlines(slow, time.Hour)
		if len(slow.reads) != 1 || !slow.reads[0].IsZero() {
			t.Errorf("the client may send until %v", slow.reads)
		}
		if len(slow.deadlines) != 1 || !slow.deadlines[0].Equal(time.Now().Add(time.Hour+slowClient)) {
			t.Errorf("the answer may take until %v", slow.deadlines)
		}
	})
}

// drip gives one byte at a time, each after a while.
type drip struct {
	io.Reader
	pause time.Duration
}

func (d *drip) Read(p []byte) (int, error) {
	<-time.After(d.pause)
	return d.Reader.Read(p[:1])
}

func TestASenderMayBeSlowAndNotSilent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := &slowConnection{ResponseRecorder: httptest.NewRecorder()}
		sent := &drip{Reader: strings.NewReader(strings.Repeat("x", 100)), pause: 5 * time.Second}
		body := NewUploadBody(slow, &http.Request{Body: io.NopCloser(sent)}, 1000)
		buffer := make([]byte, 10)
		for {
			began := time.Now()
			_, err := body.Read(buffer)
			if last := slow.reads[len(slow.reads)-1]; last.Before(began.Add(silentFor - readingEvery)) {
				t.Fatalf("a sender may be silent for %s alone", last.Sub(began))
			}
			if err != nil {
				break
			}
		}
		if len(slow.reads) < 20 || len(slow.reads) > 70 {
			t.Errorf("in 500 seconds the deadline was put off %d times", len(slow.reads))
		}
	})
}

func TestAFileThatIsLongerThanMayBeEndsWithThat(t *testing.T) {
	t.Parallel()
	slow := &slowConnection{ResponseRecorder: httptest.NewRecorder()}
	body := NewUploadBody(slow, &http.Request{Body: io.NopCloser(strings.NewReader("more than may be"))}, 4)
	got, err := io.ReadAll(body)
	var tooLarge *http.MaxBytesError
	if string(got) != "more" || !errors.As(err, &tooLarge) {
		t.Errorf("read %q, then %v", got, err)
	}
}
