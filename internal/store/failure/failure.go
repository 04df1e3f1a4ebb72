// Package failure turns what the database refuses into errors that a caller may see: with a code and what to do next, and with nothing of the
// database in them but what the log gets. It may import the root package and internal/db.
package failure

import (
	"errors"

	"callflow"
	"callflow/internal/db"
)

// Translate turns the database's refusals into errors that a caller may see.
func Translate(op string, err error) error {
	var known *callflow.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	e := &callflow.Error{Code: callflow.Internal, Message: "Something went wrong inside callflow.", Fix: "The server's log says more.", Op: op, Err: err}
	switch db.KindOf(err) {
	case db.Unique:
		e.Code, e.Message, e.Fix = callflow.Conflict, "That name or id is taken.", "Choose another one."
	case db.ForeignKey:
		e.Code, e.Message, e.Fix = callflow.Conflict, "It is still in use, or what it refers to is not there.", ""
	case db.Character:
		e.Code, e.Message, e.Fix = callflow.Invalid, "A text holds a character that the database can't store, such as U+0000.", "Send it without."
	case db.Busy:
		e.Code, e.Message, e.Fix = callflow.Unavailable, "The database is busy.", "Try again in a moment."
	case db.Full:
		e.Code, e.Message, e.Fix = callflow.Unavailable, "The database can't be written: its disk is full or failing.", "Make room, then try again."
	case db.ReadOnly:
		e.Code, e.Message = callflow.Unavailable, "The database can't be opened or written."
		e.Fix = "Check that its folder exists and that its file may be written."
	case db.Corrupt:
		e.Code, e.Message, e.Fix = callflow.Unavailable, "The file is not a callflow database, or it is damaged.", "Name another file, or restore a backup."
	case db.Gone:
		e.Code, e.Message = callflow.Unavailable, "The database's file was deleted or replaced while callflow served it: nothing is written."
		e.Fix = "Stop callflow. Put the file back, or move its -wal and -shm away and restore a backup. Then start callflow again."
	case db.Absent:
		e.Code, e.Message = callflow.NotFound, "There is no database: the file "+err.Error()+" is not there."
		e.Fix = "Check --db. `callflow account create NAME` and `callflow serve` make a new one."
	case db.LogGone:
		e.Code, e.Message = callflow.Unavailable, "The database's log (its -wal or -shm) was deleted or replaced while callflow served it: nothing is written."
		e.Fix = "Stop callflow with SIGTERM, so that what it has written reaches the database's file, then start it again."
	case db.Cancelled:
		e.Code, e.Message, e.Fix = callflow.Unavailable, "The request took too long or was given up.", "Try again."
	case db.Address:
		e.Code, e.Message = callflow.Unavailable, "The database's address can't be read, or there is no database of that name."
		e.Fix = "Write the path of a file, or postgres://user:password@host:5432/database."
	case db.Unreachable:
		e.Code, e.Message = callflow.Unavailable, "The database can't be reached."
		e.Fix = "Try again in a moment. If it goes on: does it run, and is its address right?"
	case db.Lost:
		e.Code, e.Message = callflow.Unavailable, "The database went away while it was writing: whether it was done is not known."
		e.Fix = "Send the request again with the same Idempotency-Key, or look first whether it was done."
	case db.Refused:
		e.Code, e.Message = callflow.Unavailable, "The database does not let callflow in, or does not allow it something."
		e.Fix = "Check the user and the password in its address, and what the user may do."
	case db.Unsuitable:
		e.Code, e.Message = callflow.Unavailable, "The database can't serve callflow: "+err.Error()+"."
	case db.Check, db.Other:
	}
	return e
}

// ErrLogBroken says that a change which others follow is not in the log.
var ErrLogBroken = errors.New("the log lacks a change that another one follows")

// LostChange is the failure of a read that should have found a change.
func LostChange(err error) error {
	if err != nil {
		return err
	}
	return ErrLogBroken
}
