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

// campaign is the generated campaign in its database.
type campaign struct {
	Database string
	Token    string
	ID       int64
	Import   time.Duration // wall time of the whole import command; 0 when it was made by an earlier run
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

// setUp makes the campaign as a user would, with the program's own commands.
func (b *bench) setUp(ctx context.Context) error {
	c := &campaign{Database: filepath.Join(b.dir, "bench.db")}
	if b.database != "" {
		c.Database = b.database
	}
	passwordFile := filepath.Join(b.dir, "password")
	if err := os.WriteFile(passwordFile, []byte(password+"\n"), 0o600); err != nil {
		return err
	}
	run := func(args ...string) (made, error) {
		return b.command(ctx, append(args, "--db", c.Database, "--json")...)
	}
	in := func(args ...string) (made, error) { return run(append(args, "--account", accountName)...) }
	if _, err := run("account", "create", accountName); err != nil {
		return err
	}
	if _, err := in("user", "create", "--email", userEmail, "--name", "Bench", "--role", "admin", "--password-file", passwordFile); err != nil {
		return err
	}
	token, err := in("token", "create", "--user", userEmail)
	if err != nil {
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
	b.campaign = c
	return b.fill(ctx, assignment.id())
}

// fill imports the generated file, and spreads its rows over the states.
func (b *bench) fill(ctx context.Context, assignment string) error {
	c := b.campaign
	file := filepath.Join(b.dir, "customers.csv")
	b.say("generating %s customers", thousands(strconv.Itoa(b.n)))
	if err := writeCustomers(file, b.n); err != nil {
		return err
	}
	b.say("importing them")
	started := time.Now()
	_, err := b.command(ctx, "import", file, "--assignment", assignment, "--campaign", strconv.FormatInt(c.ID, 10),
		"--create-fields", "--db", c.Database, "--account", accountName, "--json")
	if err != nil {
		return err
	}
	c.Import = time.Since(started)
	if err := os.Remove(file); err != nil {
		return err
	}
	b.say("imported in %.1f s; moving half of them and 1 %% into states of their own", c.Import.Seconds())
	return spreadStates(ctx, c.Database, c.ID)
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
func (b *bench) serveCommand(ctx context.Context) *exec.Cmd {
	return exec.CommandContext(ctx, b.program, "serve", "--db", b.campaign.Database, "--listen", "127.0.0.1:0")
}

// statePath names the file in which a kept folder says what campaign it holds.
func (b *bench) statePath() string { return filepath.Join(b.dir, "campaign.json") }

// reuse takes the campaign that an earlier run left in the folder; false when there is none.
func (b *bench) reuse() (bool, error) {
	saved, err := os.ReadFile(b.statePath())
	if os.IsNotExist(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	b.campaign = &campaign{}
	if err := json.Unmarshal(saved, b.campaign); err != nil {
		return false, err
	}
	b.campaign.Import = 0
	return true, nil
}

// save notes what campaign the folder holds.
func (b *bench) save() error {
	saved, err := json.Marshal(b.campaign)
	if err != nil {
		return err
	}
	return os.WriteFile(b.statePath(), saved, 0o600)
}
