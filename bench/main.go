// Command bench measures callflow as its users meet it: it starts the real server with a generated
// campaign, asks it over one connection, and prints one table, every figure beside the same page served
// ready-made from memory by net/http in the same run. It may import what it needs to prepare the
// campaign; what it measures it reaches over HTTP and the command line alone.
//
//	go run ./bench                 100,000 customers
//	go run ./bench -n 1000000      as README quotes it; takes minutes and 4 GB of temporary space
//	go run ./bench -db postgres    PostgreSQL, which is started for it, beside SQLite
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
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
	b := &bench{progress: os.Stderr, outcomeTime: outcomeTime}
	flag.IntVar(&b.n, "n", 100_000, "customers of the campaign")
	flag.IntVar(&b.rounds, "rounds", 9, "rounds that count, of each measure")
	flag.StringVar(&b.only, "only", "", "only the measures whose name holds this text")
	flag.StringVar(&b.database, "db", "", "measure PostgreSQL beside SQLite: postgres for a server of the run's own, or the postgres://… of one")
	flag.StringVar(&b.dir, "dir", "", "work in this folder and leave it there; a campaign found in it is measured again, without import")
	flag.Parse()
	if b.needsPostgres() {
		exitOn(runBesidePostgres(ctx))
		return
	}
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

	outcomeTime time.Duration

	kept      bool   // the folder is to stay
	program   string // the real callflow, built for this run
	generated string // the file of customers, while it is there
	campaign  *campaign
	pages     int64    // of the whole campaign
	ready     *process // serves the kept pages

	postgres *postgres // where that is measured; campaign is there, then
	sqlite   *campaign // the same one in SQLite, to compare with
	second   *campaign // of another account beside campaign
}

func (b *bench) say(format string, args ...any) { fmt.Fprintf(b.progress, format+"\n", args...) }

// check looks at the options.
func (b *bench) check() error {
	switch {
	case b.n < fewestCustomers:
		return fmt.Errorf("-n must be at least %d", fewestCustomers)
	case b.rounds < 1:
		return errors.New("-rounds must be at least 1")
	case b.database != "" && b.database != ownPostgres && !isPostgres(b.database):
		return fmt.Errorf("-db is %q; it can be %s, or begin with postgres://", b.database, ownPostgres)
	default:
		return nil
	}
}

// run prepares the campaign, measures, and writes the table.
func (b *bench) run(ctx context.Context, out io.Writer) error {
	if err := b.check(); err != nil {
		return err
	}
	b.kept = b.dir != ""
	if !b.kept {
		dir, err := os.MkdirTemp("", "callflow-bench-")
		if err != nil {
			return err
		}
		b.dir = dir
		defer func() { _ = os.RemoveAll(dir) }() // best effort: it is the system's folder for such files
	}
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return err
	}
	if b.database != "" {
		return b.runOnPostgres(ctx, out)
	}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	defer func() { _ = b.ready.stop() }() // it has served its purpose
	rows, err := b.measureAll(ctx, measures)
	if err != nil {
		return err
	}
	if err := writeTable(out, headings("callflow", "ready-made"), rows); err != nil {
		return err
	}
	return writeFacts(out, b)
}

// prepare builds the program, makes the campaign unless the folder holds one, and keeps the pages that
// the ready-made server repeats.
func (b *bench) prepare(ctx context.Context) error {
	if err := b.build(ctx); err != nil {
		return err
	}
	var err error
	if b.campaign, err = b.inSQLite(ctx); err != nil {
		return err
	}
	if err := b.removeCustomers(); err != nil {
		return err
	}
	pages, err := b.keepPages(ctx)
	if err != nil {
		return err
	}
	b.ready, err = b.startReadyMade(ctx, pages)
	return err
}
