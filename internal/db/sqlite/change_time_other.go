//go:build !linux

package sqlite

import (
	"os"
	"time"
)

// changeTime is not known here.
func changeTime(os.FileInfo) (at time.Time, known bool) { return time.Time{}, false }
