package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"callflow"
)

// StagedUpload is a file that was sent, in a temporary file. That has no name on the disk, where the system allows it: a kill leaves nothing.
type StagedUpload struct {
	*os.File
	Size int64
}

// StageUpload receives a file. grow is asked for room before each part of it is kept; nil where all is taken that comes.
func StageUpload(from io.Reader, grow func(bytes int64) error) (*StagedUpload, error) {
	file, err := os.CreateTemp("", "callflow-upload-*")
	if err != nil {
		return nil, noRoom(err)
	}
	_ = os.Remove(file.Name()) // where it can't be yet, letting go does it
	staged, into := &StagedUpload{File: file}, &stagingWriter{file: file, grow: grow}
	staged.Size, err = io.Copy(into, from)
	switch {
	case into.failed != nil:
		err = into.failed
	case err != nil:
		err = UploadError(err)
	case staged.Size == 0:
		err = callflow.InvalidField("file", "The file is empty.")
	}
	if err != nil {
		staged.Remove()
		return nil, err
	}
	return staged, nil
}

// Remove lets go of the file.
func (u *StagedUpload) Remove() {
	_ = u.Close() // it is of no use any more
	_ = os.Remove(u.Name())
}

// stagingWriter tells what goes wrong here from what goes wrong with the sender.
type stagingWriter struct {
	file   *os.File
	grow   func(bytes int64) error
	failed error // to be answered
}

func (w *stagingWriter) Write(text []byte) (int, error) {
	if w.grow != nil {
		if w.failed = w.grow(int64(len(text))); w.failed != nil {
			return 0, w.failed
		}
	}
	n, err := w.file.Write(text)
	if err != nil {
		w.failed = noRoom(err)
	}
	return n, err
}

func noRoom(err error) error {
	return &callflow.Error{
		Code: callflow.Unavailable, Message: "There is no room for the file at the moment.", Fix: "Try again later, or send a smaller one.", Err: err,
	}
}

// UploadError is what is said of a file, or of the form around it, that did not come whole.
func UploadError(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return &callflow.Error{
			Code: callflow.TooLarge, Message: fmt.Sprintf("The file is larger than %d MB.", tooLarge.Limit>>20),
			Fix: "Send it in parts, or import it with the command.",
		}
	}
	return &callflow.Error{Code: callflow.Invalid, Message: "The file was cut off on its way.", Fix: "Send it again.", Err: err}
}
