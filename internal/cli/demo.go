package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"github.com/spf13/cobra"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/demo"
	"callflow/internal/standin"
	"callflow/internal/store"
)

type demoOptions struct {
	serveOptions
	db         string // apart from other commands' --db, which has another default
	customers  int
	asVendor   bool
	perSecond  float64
	churn      *standin.Churn // what makes the changes
	seed       uint64
	generation int
}

func (c *command) demoCommand() *cobra.Command {
	var o demoOptions
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Serve an invented account until interrupted, to try callflow on",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return c.demo(cmd.Context(), &o) },
	}
	cmd.Flags().StringVar(&o.listen, "listen", "127.0.0.1:8080", "address to listen on; port 0 picks a free one")
	cmd.Flags().StringVar(&o.db, "db", "", "file to keep the demo in; a temporary one, removed at exit, when left out")
	cmd.Flags().IntVar(&o.customers, "customers", demo.DefaultCustomers, "how many callflow customers to invent")
	cmd.Flags().BoolVar(&o.asVendor, "as-vendor", false, "answer as the vendor's service does, and nothing else: pages that drift, http links")
	cmd.Flags().Float64Var(&o.perSecond, "churn", 0, "changes a second that are made while it runs")
	cmd.Flags().Uint64Var(&o.seed, "seed", 1, "what --churn changes is chosen by it")
	cmd.Flags().IntVar(&o.generation, "generation", 0, "which keys the records have: 2019 or 2020")
	o.unknownParameters, o.quiet = "refuse", true
	return cmd
}

func (c *command) demo(ctx context.Context, o *demoOptions) (err error) {
	if o.customers < 1 {
		return usagef("--customers is a whole number from 1")
	}
	if o.perSecond < 0 || o.perSecond > mostChurn {
		return usagef("--churn is a number of changes a second, up to %d", mostChurn)
	}
	if o.db == "" {
		folder, made := os.MkdirTemp("", "callflow-demo-")
		if made != nil {
			return &callflow.Error{Code: callflow.Unavailable, Message: "No temporary folder can be made.", Fix: "Name a file with --db.", Err: made}
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
		o.db = filepath.Join(folder, "demo.db")
	}
	return withStore(ctx, o.db, nil, func(s *store.Store, a *app.App) error {
		made, err := c.fillDemo(ctx, s, a, o)
		if err != nil {
			return err
		}
		if o.generation != 0 {
			if err := a.SetGeneration(ctx, made.AccountID, o.generation); err != nil {
				return err
			}
		}
		credentials, err := demo.SignIn(ctx, a)
		if err != nil {
			return err
		}
		o.churn = standin.NewChurn(a, credentials.Token, o.seed)
		return c.serveDemo(ctx, a, o, func(url string) error { return c.printDemo(o, url, made, credentials) })
	})
}

// mostChurn is more than any call centre does.
const mostChurn = 1000

// serveDemo serves it, and changes it meanwhile where that is wanted.
func (c *command) serveDemo(ctx context.Context, a *app.App, o *demoOptions, ready func(url string) error) error {
	if o.asVendor {
		o.around = standin.Handler
	}
	if o.perSecond == 0 {
		return c.serve(ctx, a, &o.serveOptions, ready)
	}
	churning, stop := context.WithCancel(ctx)
	var work sync.WaitGroup
	defer work.Wait()
	defer stop()
	return c.serve(ctx, a, &o.serveOptions, func(url string) error {
		if err := ready(url); err != nil {
			return err
		}
		work.Go(func() {
			if err := o.churn.Run(churning, o.perSecond); err != nil {
				c.complain("callflow: the changes ended: %s\n", callflow.ErrorText(err))
			}
		})
		return nil
	})
}

// fillDemo makes the account, or finds the one that an earlier run left in the
// file. A database that is somebody's own is left alone.
func (c *command) fillDemo(ctx context.Context, s *store.Store, a *app.App, o *demoOptions) (demo.Result, error) {
	made, err := demo.Find(ctx, s, a)
	if callflow.ErrorCode(err) != callflow.NotFound {
		return made, err
	}
	others, err := a.AccountNames(ctx)
	if err != nil {
		return made, err
	}
	if len(others) > 0 {
		return made, &callflow.Error{Code: callflow.Conflict, Message: "The database holds accounts that are no demo.", Fix: "Name another file with --db."}
	}
	options := demo.Options{Customers: o.customers}
	if bar := c.progressBar(int64(o.customers)); bar != nil {
		options.Progress = func(done, _ int) { _ = bar.Set(done) } // a bar that can't be drawn stops nothing
		defer func() { _ = bar.Exit() }()
	}
	return demo.Fill(ctx, s, a, options)
}

// demoText says how to try the demo: its address, its account, and requests to paste.
const demoText = `callflow demo: account %[2]s with %[3]d callflow customers

  Open      %[1]s/
  E-mail    %[4]s
  Password  %[5]s
  Token     %[6]s

Paste these into another terminal:

  export URL=%[1]s TOKEN=%[6]s

  # every callflow customer of an assignment, 500 to a page
  curl -H "Authorization: Token $TOKEN" "$URL/api/v1/assignments/%[7]d/callflow_customers/?page_size=1"

  # those of a campaign in one call state
  curl -H "Authorization: Token $TOKEN" "$URL/api/v1/campaigns/%[8]d/callflow_customers/?call_state=Completed+-+Yes&page_size=1"

  # one customer
  curl -H "Authorization: Token $TOKEN" "$URL/api/v1/campaigns/%[8]d/callflow_customers/481846/"

  # the campaigns
  curl -H "Authorization: Token $TOKEN" "$URL/api/v1/campaigns"

  # claim the next customer to call, register what came of it, and read what happened to it
  curl -H "Authorization: Token $TOKEN" -X POST "$URL/api/v1/campaigns/%[8]d/next_customer/"
  curl -H "Authorization: Token $TOKEN" -H "Content-Type: application/json" -d '{"subtype": "Ikke svar"}' \
    "$URL/api/v1/campaigns/%[8]d/callflow_customers/481846/call_outcomes/"
  curl -H "Authorization: Token $TOKEN" "$URL/api/v1/campaigns/%[8]d/callflow_customers/481846/history/"

Ctrl-C ends it.
`

// vendorText is what is told of `demo --as-vendor`.
const vendorText = `callflow demo, answering as the vendor's service does: account %[2]s with %[3]d callflow customers

  Address   %[1]s/api/v1/
  E-mail    %[4]s
  Password  %[5]s
  Token     %[6]s

Paste these into another terminal:

  export URL=%[1]s TOKEN=%[6]s
  curl -H "Authorization: Token $TOKEN" "$URL/api/v1/assignments/%[7]d/callflow_customers/?page=2"
  curl -H "Authorization: Token $TOKEN" "$URL/api/v1/campaigns/%[8]d/callflow_customers/?call_state=Completed+-+Yes"
  curl -H "Authorization: Token $TOKEN" "$URL/api/v1/campaigns"

Ctrl-C ends it.
`

func (c *command) printDemo(o *demoOptions, url string, made demo.Result, credentials demo.Credentials) error {
	text := demoText
	if o.asVendor {
		text = vendorText
	}
	if c.json {
		return c.printJSON(struct {
			URL          string `json:"url"`
			Account      string `json:"account"`
			Token        string `json:"token"`
			Email        string `json:"email"`
			Password     string `json:"password"`
			ClientID     int64  `json:"client_id"`
			AssignmentID int64  `json:"assignment_id"`
			CampaignID   int64  `json:"campaign_id"`
			Customers    int    `json:"customers"`
		}{
			url, made.Account, credentials.Token, credentials.Email, credentials.Password,
			made.ClientID, made.AssignmentID, made.CampaignID, made.Customers,
		})
	}
	return c.printf(text, url, made.Account, made.Customers, credentials.Email, credentials.Password, credentials.Token, made.AssignmentID, made.CampaignID)
}
