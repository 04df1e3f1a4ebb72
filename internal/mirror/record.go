package mirror

import (
	"bytes"
	"iter"

	"callflow/internal/mirrored"
	"callflow/remote"
)

// What `include=sync` adds follows the record's own keys, and begins with this one.
const (
	firstSyncKey = "campaign__id"
	keyCallflow  = "callflow__id"
)

// syncBegins is where that begins in a record. No text holds this: a quotation mark within one is escaped.
var syncBegins = []byte(`,"` + firstSyncKey + `":`)

// recordOf reads a record: what it says, and, where it is told, the number of its customer.
func recordOf(c *mirrored.Campaign, record remote.Record) mirrored.TheirRecord {
	theirs := mirrored.TheirRecord{Bytes: record[:len(record)-1], Members: record.Members()}
	if !c.Pairs() {
		return theirs
	}
	at := bytes.LastIndex(record, syncBegins)
	if at < 0 {
		return theirs
	}
	theirs.Bytes, theirs.Members = record[:at], ownMembers(record)
	id, _ := remote.Record(append([]byte{'{'}, record[at+1:]...)).Text(keyCallflow)
	theirs.Number = c.NumberOf(id)
	return theirs
}

// ownMembers are those before what was added.
func ownMembers(record remote.Record) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for key, value := range record.Members() {
			if key == firstSyncKey || !yield(key, value) {
				return
			}
		}
	}
}

// removedOf is who has left the list, as a page of changes tells it.
func removedOf(c *mirrored.Campaign, page *remote.Page) *mirrored.Removed {
	removed := &mirrored.Removed{IDs: page.Removed, Token: page.SyncToken}
	for _, id := range page.RemovedCallflowIDs {
		removed.Numbers = append(removed.Numbers, c.NumberOf(id))
	}
	return removed
}
