package limit

import (
	"testing"

	"callflow"
)

// take takes files of a user's until one is refused, and gives how many there are, and why there are no more.
func take(t *testing.T, files *Files, account, user int64) (places []*FilePlace, why error) {
	t.Helper()
	for range 100 {
		place, err := files.Take(account, user)
		if err != nil {
			return places, err
		}
		places = append(places, place)
	}
	t.Fatal("there is no end of files")
	return nil, nil
}

func TestOneUsersFilesLeaveRoomForTheOthers(t *testing.T) {
	t.Parallel()
	files := NewFiles()
	for who, want := range []struct {
		account, user int64
		places        int
		code          callflow.Code
	}{
		{1, 1, 2, callflow.TooMany}, {1, 2, 2, callflow.TooMany}, {1, 3, 0, callflow.TooMany}, // the account has four
		{2, 1, 2, callflow.TooMany}, {3, 1, 2, callflow.TooMany}, {4, 1, 0, callflow.Unavailable}, // and the server eight
	} {
		places, err := take(t, files, want.account, want.user)
		if len(places) != want.places || callflow.ErrorCode(err) != want.code {
			t.Errorf("number %d had %d files, then %v; want %d, then %s", who, len(places), err, want.places, want.code)
		}
	}
}

func TestAFileThatIsWrittenHindersNobodyFromWriting(t *testing.T) {
	t.Parallel()
	files := NewFiles()
	var stuck []*FilePlace
	for range filesSent.ofUser {
		place, err := files.Take(1, 1)
		if err != nil {
			t.Fatal(err)
		}
		place.Written()
		stuck = append(stuck, place)
	}
	if _, err := files.Take(1, 1); callflow.ErrorCode(err) != callflow.TooMany {
		t.Errorf("a user whose clients are all stuck is told %v", err)
	}
	other, err := files.Take(1, 2)
	if err != nil {
		t.Errorf("another user of the account is told %v", err)
	}
	for _, place := range append(stuck, other) {
		place.Release()
		place.Release()
	}
	if len(files.written) != 0 || len(files.sent) != 0 {
		t.Errorf("places are left: %v %v", files.written, files.sent)
	}
}
