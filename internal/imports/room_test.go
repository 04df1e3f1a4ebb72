package imports

import (
	"testing"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/job"
)

func roomFor(a *Service, account, user int64) (*Room, callflow.Code) {
	room, err := a.TakeRoom(&auth.Session{Caller: callflow.Caller{AccountID: account, User: &callflow.User{ID: user}}})
	if err == nil {
		return room, ""
	}
	return nil, callflow.ErrorCode(err)
}

func TestFilesThatAreImportedAreBoundedByUserAccountAndServer(t *testing.T) {
	t.Parallel()
	a := New(&importer.Service{}, job.New(nil, nil, nil))
	var rooms []*Room
	fill := func(account, user int64, count int, want callflow.Code) {
		t.Helper()
		for range count {
			room, code := roomFor(a, account, user)
			if code != "" {
				t.Fatalf("user %d of account %d is refused with %s", user, account, code)
			}
			rooms = append(rooms, room)
		}
		if _, code := roomFor(a, account, user); code != want {
			t.Errorf("one more of user %d of account %d is answered with %q, want %q", user, account, code, want)
		}
	}
	fill(1, 1, roomOfUser.files, callflow.TooMany)
	fill(1, 2, roomOfAccount.files-roomOfUser.files, callflow.TooMany)
	if _, code := roomFor(a, 1, 3); code != callflow.TooMany {
		t.Errorf("a third user of a full account is answered with %q", code)
	}
	fill(2, 1, roomOfUser.files, callflow.TooMany)
	fill(2, 2, roomOfServer.files-roomOfAccount.files-roomOfUser.files, callflow.TooMany)
	if _, code := roomFor(a, 3, 1); code != callflow.Unavailable {
		t.Errorf("on a full server another account is answered with %q", code)
	}
	for _, room := range rooms {
		room.Release()
		room.Release() // the second time it has none
	}
	if len(a.rooms.held) != 0 {
		t.Errorf("afterwards there is held %+v", a.rooms.held)
	}
}

func TestBytesOfFilesThatAreImportedAreBounded(t *testing.T) {
	t.Parallel()
	a := New(&importer.Service{}, job.New(nil, nil, nil))
	first, _ := roomFor(a, 1, 1)
	if err := first.Grow(roomOfUser.bytes + 1); err != nil {
		t.Errorf("one file alone is refused with %v", err)
	}
	second, _ := roomFor(a, 1, 1)
	if err := second.Grow(1); callflow.ErrorCode(err) != callflow.TooMany {
		t.Errorf("a second one that has no room is answered with %v", err)
	}
	other, _ := roomFor(a, 1, 2)
	if err := other.Grow(roomOfAccount.bytes - roomOfUser.bytes); callflow.ErrorCode(err) != callflow.TooMany {
		t.Errorf("what is too much for the account is answered with %v", err)
	}
	first.Release()
	if err := second.Grow(1); err != nil {
		t.Errorf("when the first is gone the second is refused with %v", err)
	}
}
