package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// writeFacts writes below the table what it was measured on.
func writeFacts(w io.Writer, b *bench) error {
	_, err := fmt.Fprintf(w, "\n%s customers in one campaign (database %s), one connection over loopback, "+
		"medians of %d rounds in which both sides take turns.\n"+
		"%s\n",
		thousands(strconv.Itoa(b.n)), fileSize(b.campaign.Database), b.rounds, machine())
	return err
}

// writePostgresFacts is writeFacts for the table in which PostgreSQL stands beside SQLite.
func writePostgresFacts(ctx context.Context, w io.Writer, b *bench) error {
	size, err := b.postgres.size(ctx)
	if err != nil {
		return err
	}
	settings, err := b.postgres.settings(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\n%s customers in one campaign (SQLite %s), and on PostgreSQL %s more in a campaign of a second account (both %s), "+
		"one connection over loopback but where more are named, medians of %d rounds in which the sides take turns.\n"+
		"%s. %s.\n"+
		"%s\n",
		thousands(strconv.Itoa(b.n)), fileSize(b.sqlite.Database), thousands(strconv.Itoa(b.second.Customers)), size, b.rounds,
		settings, b.postgres.settled, machine())
	return err
}

// machine says what all of it ran on, and when.
func machine() string {
	return fmt.Sprintf("%d cores (%s), %s, %s/%s, %s.",
		runtime.NumCPU(), processor(), runtime.Version(), runtime.GOOS, runtime.GOARCH, time.Now().Format(time.DateOnly))
}

// processor names the machine's processor, as Linux tells it.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	for line := range strings.Lines(string(info)) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}

func fileSize(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return "of unknown size"
	}
	return megabytes(float64(info.Size())).String()
}
