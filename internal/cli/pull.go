package cli

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"callflow"
	"callflow/internal/tabular"
	"callflow/internal/tabular/files"
	"callflow/remote"
)

type pullOptions struct {
	recordFormat
	list      remote.List
	tokenFile string
	path      string
	verify    bool
}

func (c *command) pullCommand() *cobra.Command {
	var o pullOptions
	cmd := &cobra.Command{
		Use:   "pull URL",
		Short: "Write a status list of any server of this API to a file; goes on where it stopped",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.read(c, cmd.Flags()); err != nil {
				return err
			}
			token, err := c.readToken(o.tokenFile)
			if err != nil {
				return err
			}
			client, err := remote.New(args[0], remote.Options{Token: token})
			if err != nil {
				return err
			}
			return c.pull(cmd.Context(), client, &o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.tokenFile, "token-file", "", "a file with the token, - for standard input; CALLFLOW_TOKEN when left out")
	flags.Int64Var(&o.list.CampaignID, "campaign", 0, "id of the campaign")
	flags.Int64Var(&o.list.AssignmentID, "assignment", 0, "id of the assignment, all of its campaigns")
	flags.StringArrayVar(&o.list.CallStates, "call-state", nil, "name of a call state: only customers in it; callflow takes several")
	flags.StringSliceVar(&o.list.Fields, "fields", nil, "keys, in the order wanted; callflow alone")
	flags.StringVar(&o.list.At, "at", "", "how the list stood then: a seq or a time; callflow alone")
	o.flags(flags)
	flags.BoolVar(&o.verify, "verify", false, "hold every record against the server's hashes, and fetch only what differs from the file that is there")
	flags.StringVarP(&o.path, outputFlag, "o", "", "the file")
	return cmd
}

func (o *pullOptions) read(c *command, flags *pflag.FlagSet) error {
	if (o.list.CampaignID == 0) == (o.list.AssignmentID == 0) {
		return usagef("say what to pull: --campaign ID or --assignment ID")
	}
	if o.path == "" || o.path == "-" {
		return usagef("name the file with --output: a pull that stopped goes on from what it wrote beside it")
	}
	if err := c.checkTarget(o.path, outputFlag); err != nil {
		return err
	}
	return o.recordFormat.read(c, flags, o.path)
}

// longestToken is more than any token has, in bytes.
const longestToken = 4096

// readToken reads a token from a file, from standard input, or from the environment.
func (c *command) readToken(path string) (string, error) {
	var text []byte
	var err error
	switch path {
	case "":
		text = []byte(os.Getenv("CALLFLOW_TOKEN"))
	case "-":
		text, err = io.ReadAll(io.LimitReader(c.In, longestToken))
	default:
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return "", &callflow.Error{Code: callflow.Invalid, Message: "The token can't be read: " + err.Error() + ".", Fix: "Name another --token-file."}
	}
	token := strings.TrimSpace(string(text))
	if token == "" {
		return "", usagef("there is no token: give --token-file, or set CALLFLOW_TOKEN")
	}
	return token, nil
}

func (c *command) pull(ctx context.Context, client *remote.Client, o *pullOptions) error {
	started := time.Now()
	request, err := json.Marshal(struct {
		Server string
		List   remote.List
	}{client.Server(), o.list})
	if err != nil {
		return err
	}
	if o.verify {
		return c.pullVerified(ctx, client, o, string(request))
	}
	server, err := client.Describe(ctx)
	if err != nil {
		return err
	}
	if !server.Callflow {
		if err := o.refuseOwn(); err != nil {
			return err
		}
	}
	part, err := openPart(o.path, string(request))
	if err != nil {
		return err
	}
	defer part.close()
	p := &puller{client: client, list: o.list, part: part, resumed: part.state.Pages, drifts: !server.Callflow}
	bar := c.progressBar(0)
	p.anew = func(why string) {
		if bar != nil {
			_ = bar.Clear()
		}
		c.complain("callflow: the list moved (%s): the pull begins again at the first page\n", why)
	}
	if bar != nil {
		p.told = func(records, count int64) { // a bar that can't be drawn stops nothing
			bar.ChangeMax64(count)
			_ = bar.Set64(records)
		}
		defer func() { _ = bar.Exit() }()
	}
	if err := p.run(ctx); err != nil {
		return err
	}
	if err := o.finish(part); err != nil {
		return err
	}
	if len(o.list.CallStates) > 0 && part.state.Records == 0 && !server.Callflow {
		c.complain("callflow: the server tells of nobody in the call state %q. Check how it is written: "+
			"such a server answers a call state that it does not have in the same way.\n", o.list.CallStates[0])
	}
	return c.printPulled(p, o.path, time.Since(started))
}

// refuseOwn refuses what only callflow answers: other servers leave out such a parameter without a word, and give another list than was asked for.
func (o *pullOptions) refuseOwn() error {
	option := ""
	switch {
	case o.list.At != "":
		option = "--at"
	case len(o.list.Fields) > 0:
		option = "--fields"
	case len(o.list.CallStates) > 1:
		option = "more than one --call-state"
	default:
		return nil
	}
	return &callflow.Error{
		Code: callflow.Invalid, Message: "The server is not callflow, and does not answer " + option + ".", Fix: "Leave it out.",
	}
}

// finish gives the file its name, in its format.
func (o *pullOptions) finish(part *pullPart) error {
	if o.Format == tabular.NDJSON {
		return part.become(o.path)
	}
	err := writeWhole(o.path, func(file io.Writer) error {
		records, err := files.NewWriter(file, o.RecordOptions)
		if err != nil {
			return err
		}
		defer func() { _ = records.Close() }() // what it holds in memory is of no use any more
		return part.convert(records)
	})
	if err != nil {
		return err
	}
	return part.remove()
}

func (c *command) printPulled(p *puller, path string, took time.Duration) error {
	state := &p.part.state
	if c.json {
		return c.printJSON(struct {
			Records int64   `json:"records"`
			Pages   int64   `json:"pages"`
			Resumed int64   `json:"resumed"` // pages that an earlier run had pulled
			Walks   int     `json:"walks"`
			Seconds float64 `json:"seconds"`
		}{state.Records, state.Pages, p.resumed, p.walks, took.Seconds()})
	}
	return c.printf("%s in %s\n", callflow.Counted(state.Records, "record"), path)
}
