package web

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"callflow"
)

// text is a file of so many bytes, none like its neighbours.
func text(size int) []byte {
	all := make([]byte, size)
	for i := range all {
		all[i] = byte(i * 31 >> 3)
	}
	return all
}

// gate lets nothing through until it is opened.
type gate struct {
	open chan struct{}
	got  bytes.Buffer
	err  error
}

func (g *gate) Write(p []byte) (int, error) {
	<-g.open
	if g.err != nil {
		return 0, g.err
	}
	return g.got.Write(p)
}

func TestAFileIsWrittenToItsEndThoughItsClientTakesNothing(t *testing.T) {
	t.Parallel()
	client := &gate{open: make(chan struct{})}
	spool := NewSpool(t.Context(), client)
	file := text(10*spoolMemory*pieceSize + 7)
	for part := range bytes.SplitSeq(file, []byte{3}) { // in parts of any size; the client takes none of it
		if _, err := spool.Write(append(part, 3)); err != nil {
			t.Fatal(err)
		}
	}
	before := onDisk.Load()
	close(client.open)
	if err := spool.End(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(client.got.Bytes(), append(file, 3)) {
		t.Errorf("the client was given %d bytes that are not the %d of the file", client.got.Len(), len(file)+1)
	}
	if before == 0 {
		t.Error("nothing waited on the disk")
	}
}

func TestWhatWaitsOnTheDiskIsBounded(t *testing.T) {
	t.Parallel()
	client := &gate{open: make(chan struct{})}
	spool := NewSpool(t.Context(), client)
	spool.most = 20 * pieceSize
	file := text(500 * pieceSize)
	written := make(chan error, 1)
	go func() {
		_, err := spool.Write(file)
		written <- err
	}()
	close(client.open)
	if err := <-written; err != nil {
		t.Fatal(err)
	}
	if spool.size > spool.most {
		t.Errorf("%d bytes were on the disk, of %d that may", spool.size, spool.most)
	}
	if err := spool.End(); err != nil || !bytes.Equal(client.got.Bytes(), file) {
		t.Errorf("the client was given %d bytes: %v", client.got.Len(), err)
	}
}

func TestWritingEndsWithTheClient(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	client := &gate{open: make(chan struct{}), err: gone}
	close(client.open)
	spool := NewSpool(t.Context(), client)
	var err error
	for err == nil {
		_, err = spool.Write(text(pieceSize))
	}
	if spool.Break(); !errors.Is(err, gone) {
		t.Errorf("writing ended with %v", err)
	}
}

func TestWhoMayNotGoOnIsToldSoWithinSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ended := callflow.NotFoundError()
		began := time.Now()
		watched, stop := Watch(t.Context(), func(context.Context) error {
			if time.Since(began) < 10*time.Second {
				return nil
			}
			return ended
		})
		defer stop()
		<-watched.Done()
		if took := time.Since(began); took > 10*time.Second+watchEvery || !errors.Is(context.Cause(watched), ended) {
			t.Errorf("it ended after %s: %v", took, context.Cause(watched))
		}
	})
}
