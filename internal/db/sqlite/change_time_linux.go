package sqlite

import (
	"os"
	"syscall"
	"time"
)

// changeTime is when a file was changed the last time, its times and names included: unlike these, no program can set it. known is false where
// it can't be told.
func changeTime(info os.FileInfo) (at time.Time, known bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return time.Time{}, false
	}
	return time.Unix(stat.Ctim.Unix()), true
}
