package main

import (
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
		"%d cores (%s), %s, %s/%s, %s.\n",
		thousands(strconv.Itoa(b.n)), fileSize(b.campaign.Database), b.rounds,
		runtime.NumCPU(), processor(), runtime.Version(), runtime.GOOS, runtime.GOARCH, time.Now().Format(time.DateOnly))
	return err
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
