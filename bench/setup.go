package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// What the measurements are made on.
const (
	accountName = "bench"
	userEmail   = "bench@callflow.example"
	password    = "made up for the measurements"
)

// sqliteState is the file in which a kept folder says what campaign its SQLite file holds.
const sqliteState = "campaign.json"

// campaign is the generated campaign in its database.
type campaign struct {
	Database  string
	Account   string
	Token     string
	Listeners []string // tokens of users who listen to changes, each to as many streams as one may
	ID        int64
	Customers int
	Import    time.Duration // wall time of the whole import command; 0 when it was made by an earlier run
}

// build compiles the real program into the folder.
func (b *bench) build(ctx context.Context) error {
	b.say("building callflow")
	b.program = filepath.Join(b.dir, "callflow")
	command := exec.CommandContext(ctx, "go", "build", "-o", b.program, "callflow/cmd/callflow")
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}

// makeListeners makes the users who listen to changes, and gives a token of each.
func makeListeners(in func(args ...string) (made, error)) (tokens []string, err error) {
	for i := range listeners / streamsOfUser {
		email := fmt.Sprintf("listener%d@bench.example", i)
		if _, err := in("user", "create", "--email", email, "--name", fmt.Sprintf("Listener %d", i), "--role", "reader"); err != nil {
			return nil, err
		}
		token, err := in("token", "create", "--user", email)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, token.Token)
	}
	return tokens, nil
}

// inSQLite gives the campaign in its SQLite file: the one that an earlier run left in the folder, or a new one.
func (b *bench) inSQLite(ctx context.Context) (*campaign, error) {
	c := &campaign{}
	found, err := b.reuse(sqliteState, c)
	if err != nil {
		return nil, err
	}
	if found {
		c.Import = 0
		return c, nil
	}
	c = &campaign{Database: filepath.Join(b.dir, "bench.db"), Account: accountName, Customers: b.n}
	if err := b.setUp(ctx, c); err != nil {
		return nil, err
	}
	return c, b.save(sqliteState, c)
}

// setUp makes a campaign as a user would, with the program's own commands.
func (b *bench) setUp(ctx context.Context, c *campaign) error {
	passwordFile := filepath.Join(b.dir, "password")
	if err := os.WriteFile(passwordFile, []byte(password+"\n"), 0o600); err != nil {
		return err
	}
	run := func(args ...string) (made, error) {
		return b.command(ctx, append(args, "--db", c.Database, "--json")...)
	}
	in := func(args ...string) (made, error) { return run(append(args, "--account", c.Account)...) }
	if _, err := run("account", "create", c.Account); err != nil {
		return err
	}
	if _, err := in("user", "create", "--email", userEmail, "--name", "Bench", "--role", "admin", "--password-file", passwordFile); err != nil {
		return err
	}
	token, err := in("token", "create", "--user", userEmail)
	if err != nil {
		return err
	}
	if c.Listeners, err = makeListeners(in); err != nil {
		return err
	}
	client, err := in("client", "create", "--short-name", "Client")
	if err != nil {
		return err
	}
	assignment, err := in("assignment", "create", "--client", client.id(), "--name", "Assignment")
	if err != nil {
		return err
	}
	made, err := in("campaign", "create", "--assignment", assignment.id(), "--name", "Bookingkampanje - TEST")
	if err != nil {
		return err
	}
	c.Token, c.ID = token.Token, made.ID
	for _, code := range []string{"PROD1", "PROD2", "p"} {
		if _, err := in("product", "create", "--campaign", made.id(), "--code", code, "--title", code); err != nil {
			return err
		}
	}
	return b.fill(ctx, c, assignment.id())
}

// fill imports the generated file, and spreads its rows over the states.
func (b *bench) fill(ctx context.Context, c *campaign, assignment string) error {
	file, err := b.customers(c.Customers)
	if err != nil {
		return err
	}
	b.say("importing them")
	started := time.Now()
	_, err = b.command(ctx, "import", file, "--assignment", assignment, "--campaign", strconv.FormatInt(c.ID, 10),
		"--create-fields", "--db", c.Database, "--account", c.Account, "--json")
	if err != nil {
		return err
	}
	c.Import = time.Since(started)
	b.say("imported in %.1f s; moving half of them and 1 %% into states of their own", c.Import.Seconds())
	return spreadStates(ctx, c)
}

// customers gives the generated file of so many customers; two databases in turn get the same one.
func (b *bench) customers(n int) (string, error) {
	path := filepath.Join(b.dir, "customers-"+strconv.Itoa(n)+".csv")
	if b.generated == path {
		return path, nil
	}
	b.say("generating %s customers", thousands(strconv.Itoa(n)))
	if err := b.removeCustomers(); err != nil {
		return "", err
	}
	b.generated = path
	return path, writeCustomers(path, n)
}

// removeCustomers removes the generated file, once it is imported wherever it should be.
func (b *bench) removeCustomers() error {
	if b.generated == "" {
		return nil
	}
	path := b.generated
	b.generated = ""
	return os.Remove(path)
}

// made is what the create commands print, as far as it is needed.
type made struct {
	ID    int64  `json:"id"`
	Token string `json:"token"`
}

func (m made) id() string { return strconv.FormatInt(m.ID, 10) }

// command runs the real program, and reads the JSON object that it prints.
func (b *bench) command(ctx context.Context, args ...string) (made, error) {
	command := exec.CommandContext(ctx, b.program, args...)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return made{}, fmt.Errorf("callflow %s %s: %w", args[0], args[1], err)
	}
	var m made
	if err := json.Unmarshal(out, &m); err != nil {
		return made{}, fmt.Errorf("callflow %s %s printed %.200q: %w", args[0], args[1], out, err)
	}
	return m, nil
}

// serveCommand is the server on the campaign, as it is started without further wishes: it logs each request.
func (b *bench) serveCommand(ctx context.Context, database string) *exec.Cmd {
	return exec.CommandContext(ctx, b.program, "serve", "--db", database, "--listen", "127.0.0.1:0")
}

// reuse reads what an earlier run left in a file of the folder; false when there is none.
func (b *bench) reuse(name string, into any) (bool, error) {
	saved, err := os.ReadFile(filepath.Join(b.dir, name))
	if os.IsNotExist(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, json.Unmarshal(saved, into)
}

// save notes in a file of the folder what it holds.
func (b *bench) save(name string, held any) error {
	saved, err := json.Marshal(held)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(b.dir, name), saved, 0o600)
}
