package app

import (
	lru "github.com/hashicorp/golang-lru/v2"
)

// boardsKept bounds how many boards are remembered.
const boardsKept = 1024

// boardAt names a board by all that it shows: the account's moment, and the second, since customers become due by time alone.
type boardAt struct {
	account, campaign int64
	moment            Moment
	second            int64
}

// newBoards makes room for boards, so that many who look at the same time cost one. What is kept is never written again.
func newBoards() (*lru.Cache[boardAt, *Board], error) { return lru.New[boardAt, *Board](boardsKept) }
