package main

import (
	"context"
	"io"
	"os"
)

// What is on PostgreSQL beside the campaign: one of a second account, for measuring two servers.
const (
	secondAccount       = "second"
	mostSecondCustomers = 100_000
)

// postgresState is the file in which a kept folder says what PostgreSQL has of it.
const postgresState = "postgres.json"

// onPostgres is what an earlier run left on PostgreSQL.
type onPostgres struct {
	DSN      string // as it was given; "" for a schema of the run's own, on whatever server the run is beside
	Schema   string
	Campaign *campaign
	Second   *campaign
}

// runOnPostgres is run where PostgreSQL is measured beside SQLite.
func (b *bench) runOnPostgres(ctx context.Context, out io.Writer) (err error) {
	if err := b.build(ctx); err != nil {
		return err
	}
	held := &onPostgres{}
	defer func() {
		if dropping := b.tidyPostgres(ctx, held); err == nil {
			err = dropping
		}
	}()
	if err := b.preparePostgres(ctx, held); err != nil {
		return err
	}
	rows, err := b.measureAll(ctx, postgresMeasures)
	if err != nil {
		return err
	}
	if err := writeTable(out, headings("PostgreSQL", "SQLite"), rows); err != nil {
		return err
	}
	return writePostgresFacts(ctx, out, b)
}

// preparePostgres makes the campaign in both databases, unless they have it.
func (b *bench) preparePostgres(ctx context.Context, held *onPostgres) error {
	var err error
	if b.sqlite, err = b.inSQLite(ctx); err != nil {
		return err
	}
	if err := b.choosePostgres(ctx, held); err != nil {
		return err
	}
	if err := b.fillPostgres(ctx, held); err != nil {
		return err
	}
	if err := b.removeCustomers(); err != nil {
		return err
	}
	b.campaign, b.second = held.Campaign, held.Second
	p, err := b.open(ctx, b.campaign, "callflow")
	if err != nil {
		return err
	}
	_, err = p.countPages()
	if closing := p.close(); err == nil {
		err = closing
	}
	return err
}

// choosePostgres says which database is measured: the one that was given, as it is, or a schema of the run's own.
func (b *bench) choosePostgres(ctx context.Context, held *onPostgres) error {
	if _, err := b.reuse(postgresState, held); err != nil {
		return err
	}
	if isPostgres(b.database) {
		if held.DSN != b.database {
			*held = onPostgres{DSN: b.database}
		}
		b.postgres = &postgres{dsn: b.database}
		return nil
	}
	server := &postgres{dsn: os.Getenv(serverVariable)}
	found := false
	var err error
	if held.Schema != "" {
		if found, err = server.hasSchema(ctx, held.Schema); err != nil {
			return err
		}
	}
	if !found { // the server that had it went with an earlier run
		*held = onPostgres{}
		if held.Schema, err = server.createSchema(ctx); err != nil {
			return err
		}
	}
	dsn, err := inSchema(server.dsn, held.Schema)
	b.postgres = &postgres{dsn: dsn}
	return err
}

// fillPostgres makes both campaigns and lets the database settle, unless an earlier run has.
func (b *bench) fillPostgres(ctx context.Context, held *onPostgres) error {
	if held.Campaign != nil {
		held.Campaign.Database, held.Second.Database = b.postgres.dsn, b.postgres.dsn
		held.Campaign.Import = 0
		b.postgres.settled = "Measured as an earlier run left it"
		return nil
	}
	first := &campaign{Database: b.postgres.dsn, Account: accountName, Customers: b.n}
	second := &campaign{Database: b.postgres.dsn, Account: secondAccount, Customers: min(b.n, mostSecondCustomers)}
	for _, c := range []*campaign{first, second} {
		b.say("PostgreSQL, account %s", c.Account)
		if err := b.setUp(ctx, c); err != nil {
			return err
		}
	}
	b.say("letting PostgreSQL settle")
	if err := b.postgres.settle(ctx); err != nil {
		return err
	}
	held.Campaign, held.Second = first, second
	return b.save(postgresState, held)
}

// tidyPostgres drops the schema that was made for the run, unless the folder that names it stays. It works after Ctrl-C too.
func (b *bench) tidyPostgres(ctx context.Context, held *onPostgres) error {
	if held.Schema == "" || b.kept && held.Campaign != nil {
		return nil
	}
	server := &postgres{dsn: os.Getenv(serverVariable)}
	return server.dropSchema(context.WithoutCancel(ctx), held.Schema)
}
