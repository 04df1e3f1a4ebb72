package web

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"callflow"
)

func TestAFileThatWasSentIsStagedAsItCame(t *testing.T) {
	t.Parallel()
	var room int64
	const sent = "customer_id;name\n1;Kari Nordmann\n"
	staged, err := StageUpload(iotest.OneByteReader(strings.NewReader(sent)), func(bytes int64) error {
		room += bytes
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer staged.Remove()
	got, err := io.ReadAll(io.NewSectionReader(staged, 0, staged.Size))
	if err != nil || string(got) != sent || room != int64(len(sent)) {
		t.Errorf("it is staged as %q, with room for %d bytes: %v", got, room, err)
	}
}

func TestWhoeverSendsAFileIsToldWhyItWasNotTaken(t *testing.T) {
	t.Parallel()
	full := &callflow.Error{Code: callflow.TooMany, Message: "As many of your files wait for their import as may."}
	noRoomLeft := func(int64) error { return full }
	cut := io.MultiReader(strings.NewReader("1;Ka"), iotest.ErrReader(io.ErrUnexpectedEOF))
	long := http.MaxBytesReader(nil, io.NopCloser(strings.NewReader(strings.Repeat("x", 3<<20))), 2<<20)
	for sentence, c := range map[string]struct {
		from io.Reader
		grow func(int64) error
		code callflow.Code
		says string
	}{
		"of an empty file":                 {strings.NewReader(""), nil, callflow.Invalid, "The file is empty."},
		"of one that was cut off":          {cut, nil, callflow.Invalid, "The file was cut off on its way."},
		"of one that is too large":         {long, nil, callflow.TooLarge, "The file is larger than 2 MB."},
		"of one that there is no room for": {strings.NewReader("1"), noRoomLeft, callflow.TooMany, full.Message},
	} {
		staged, err := StageUpload(c.from, c.grow)
		if staged != nil || callflow.ErrorCode(err) != c.code || !strings.Contains(callflow.ErrorText(err), c.says) {
			t.Errorf("%s is said: %v", sentence, err)
		}
	}
}

func TestADiskThatIsFullIsNotTheSendersFault(t *testing.T) {
	t.Parallel()
	closed, err := StageUpload(strings.NewReader("x"), nil)
	if err != nil {
		t.Fatal(err)
	}
	closed.Remove()
	into := &stagingWriter{file: closed.File}
	if _, err := into.Write([]byte("y")); err == nil || callflow.ErrorCode(into.failed) != callflow.Unavailable {
		t.Errorf("a file that can't be written is told as %v", errors.Join(err, into.failed))
	}
}
