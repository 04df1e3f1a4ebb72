// Package statuslist reads status lists and customer lists: their rows, counts and places, what a search finds in them, as they stand, as they stood at
// an earlier moment, and what changed since one. The store's snapshots are read through it. It may import internal/db, internal/lookup and the
// rooms among, counted, failure and searchindex; it knows no store, and writes nothing.
package statuslist

import (
	lru "github.com/hashicorp/golang-lru/v2"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/searchindex"
)

// Lists are the status lists and customer lists of one account at one moment.
type Lists struct {
	accountID, seq, lineage int64

	tx      db.Tx
	memory  *Memory
	states  map[int64][]callflow.State // of the set-up, by campaign
	fields  map[int64][]callflow.Field // by assignment
	writing bool                       // it is a transaction's own view
	plain   bool                       // of statuses, what a plain record shows
}

// Account says which lists are read, and in what.
type Account struct {
	ID      int64
	Seq     int64
	Lineage int64 // of the database: after a fail-over that lost changes, the clock may come to a number again
	Tx      db.Tx
	States  map[int64][]callflow.State // by campaign
	Fields  map[int64][]callflow.Field // by assignment
	Writing bool                       // the transaction writes: what is counted in it is not written yet
}

// Memory is what is remembered of lists between reads, for as long as it is true.
type Memory struct {
	Bounds Bounds

	search  *searchindex.Index
	present func() (lineage int64)
	blocks  *lru.Cache[blocksKey, keptBlocks]
	sinces  *lru.Cache[sinceKey, *since]
	wholes  *lru.Cache[wholeKey, wholeCount]
}

// NewMemory remembers nothing yet. present tells the lineage of the database as it is now.
func NewMemory(search *searchindex.Index, present func() (lineage int64)) *Memory {
	return &Memory{
		Bounds: usualBounds, search: search, present: present,
		blocks: kept[blocksKey, keptBlocks](blocksKept), sinces: kept[sinceKey, *since](sincesKept), wholes: kept[wholeKey, wholeCount](wholesKept),
	}
}

// kept makes a cache of so many entries.
func kept[K comparable, V any](most int) *lru.Cache[K, V] {
	cache, err := lru.New[K, V](most)
	if err != nil {
		panic(err) // most is none of the sizes above
	}
	return cache
}

// Of gives the lists of an account.
func (m *Memory) Of(account *Account) Lists {
	return Lists{
		accountID: account.ID, seq: account.Seq, lineage: account.Lineage, tx: account.Tx, memory: m,
		states: account.States, fields: account.Fields, writing: account.Writing,
	}
}

// isCurrent says whether the database is still the one that something was read from: what was read
// while it went away is not kept.
func (m *Memory) isCurrent(lineage int64) bool { return m.present() == lineage }

// Plain leaves out what a plain record of a status does not show, its seq and when it is due:
// every column that a database sends costs it time.
func (r *Lists) Plain() { r.plain = true }
