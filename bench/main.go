// Command bench measures callflow as its users meet it: it starts the real server with a generated
// campaign, asks it over one connection, and prints one table, every figure beside the same page served
// ready-made from memory by net/http in the same run. It may import what it needs to prepare the
// campaign; what it measures it reaches over HTTP and the command line alone.
//
//	go run ./bench                 100,000 customers
//	go run ./bench -n 1000000      as README quotes it; takes minutes and 4 GB of temporary space
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// The fewest customers whose pages at 1 %, 50 % and 99 % can be told apart.
const fewestCustomers = 2000

func main() {
	if len(os.Args) == 3 && os.Args[1] == readyMade {
		exitOn(serveReadyMade(context.Background(), os.Args[2], os.Stdout))
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	b := &bench{progress: os.Stderr}
	flag.IntVar(&b.n, "n", 100_000, "customers of the campaign")
	flag.IntVar(&b.rounds, "rounds", 9, "rounds that count, of each measure")
	flag.StringVar(&b.only, "only", "", "only the measures whose name holds this text")
	flag.StringVar(&b.database, "db", "", "measure on this database, postgres://…, instead of an SQLite file")
	flag.StringVar(&b.dir, "dir", "", "work in this folder and leave it there; a campaign found in it is measured again, without import")
	flag.Parse()
	exitOn(b.run(ctx, os.Stdout))
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench is one run: its options, and what the measures share.
type bench struct {
	n        int
	rounds   int
	only     string
	dir      string
	database string
	progress io.Writer

	program  string // the real callflow, built for this run
	campaign *campaign
	pages    int64    // of the whole campaign
	ready    *process // serves the kept pages
}

func (b *bench) say(format string, args ...any) { fmt.Fprintf(b.progress, format+"\n", args...) }

// run prepares the campaign, measures, and writes the table.
func (b *bench) run(ctx context.Context, out io.Writer) error {
	if b.n < fewestCustomers {
		return fmt.Errorf("-n must be at least %d", fewestCustomers)
	}
	if b.rounds < 1 {
		return fmt.Errorf("-rounds must be at least 1")
	}
	if b.dir == "" {
		dir, err := os.MkdirTemp("", "callflow-bench-")
		if err != nil {
			return err
		}
		b.dir = dir
		defer func() { _ = os.RemoveAll(dir) }() // best effort: it is the system's folder for such files
	}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	defer func() { _ = b.ready.stop() }() // it has served its purpose
	rows, err := b.measureAll(ctx)
	if err != nil {
		return err
	}
	if err := writeTable(out, rows); err != nil {
		return err
	}
	return writeFacts(out, b)
}

// prepare builds the program, makes the campaign unless the folder holds one, and keeps the pages that
// the ready-made server repeats.
func (b *bench) prepare(ctx context.Context) error {
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return err
	}
	if err := b.build(ctx); err != nil {
		return err
	}
	found, err := b.reuse()
	if err != nil {
		return err
	}
	if !found {
		if err := b.setUp(ctx); err != nil {
			return err
		}
		if err := b.save(); err != nil {
			return err
		}
	}
	pages, err := b.keepPages(ctx)
	if err != nil {
		return err
	}
	b.ready, err = b.startReadyMade(ctx, pages)
	return err
}
