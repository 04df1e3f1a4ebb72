package importer

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"github.com/zeebo/xxh3"

	"callflow"
	"callflow/internal/notes"
)

// Repeats says what is done with a row whose customer an earlier row of the file names.
type Repeats string

// The ways.
const (
	LastRepeat   Repeats = "last"   // it is laid over the earlier one: its empty cells wipe nothing
	FirstRepeat  Repeats = "first"  // it is left out
	RejectRepeat Repeats = "reject" // it is rejected
)

// IDs says who gives the customers of a file their ids.
type IDs string

// The ways.
const (
	idsOfFile IDs = "file"
	NewIDs    IDs = "new" // whoever has none in the file gets one of ours
)

// mostCompared is of how many customers of a file it is known whether they come again: 16 bytes each.
const mostCompared = 8 << 20

// fileIDs are the customers that a file has named so far, by hashes of their ids, with the line of each.
type fileIDs map[uint64]int32

// repeat finds whether an earlier row is of the same customer, and does with it what was asked for.
func (im *Run) repeat(row *importRow) *RejectedRow {
	if im.phones != nil { // whose it is is found out where it is written
		return nil
	}
	return im.repeatOf(row, im.named)
}

func (im *Run) repeatOf(row *importRow, named fileIDs) *RejectedRow {
	id := xxh3.HashString(row.customer.CustomerID)
	first, again := named[id]
	if !again {
		im.name(named, id, int32(min(row.line, 1<<31-1)))
		return nil
	}
	row.again = true
	im.notes.Put(notes.Of(notes.Repeats, nil, string(im.Request.Repeats)), 1, row.line)
	if im.Request.Repeats != RejectRepeat {
		return nil
	}
	rejected := im.rejectedRow(row, "line %d is of the same customer", first)
	return &rejected
}

// name remembers that a line names a customer. Where there are too many, the report says from where on repeats are not told.
func (im *Run) name(named fileIDs, id uint64, line int32) {
	most := cmp.Or(im.Request.MostNamed, mostCompared)
	if len(named) >= most {
		im.notes.Once(notes.RepeatsOff, int64(most))
		return
	}
	named[id] = line
}

// idLetters write ids of ours: nobody takes them for another.
var idLetters = base32.NewEncoding("abcdefghjkmnpqrstuvwxyz023456789").WithPadding(base32.NoPadding)

// giveID gives a customer without an id one that the same values get again in the same account, so that a file that is sent twice makes
// nobody twice. Nobody else can tell the values from it.
func (im *Run) giveID(customer *callflow.Customer) {
	hash := hmac.New(sha256.New, im.session.Setup.Account.Secret)
	_, _ = fmt.Fprintf(hash, "import %d\n", im.Request.AssignmentID) // a hash never fails
	_, _ = hash.Write(im.valuesOf(customer))
	customer.CustomerID = "new-" + strings.ToLower(idLetters.EncodeToString(hash.Sum(nil)[:10]))
}
