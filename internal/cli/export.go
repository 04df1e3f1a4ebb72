package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/tabular"
	"callflow/internal/tabular/files"
)

type exportOptions struct {
	app.ListRequest
	recordFormat
	accountID int64
	setup     *store.Setup
	what      string
	from, to  string
	after     int64
	path      string
}

func (c *command) exportCommand() *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write a list to a file, as of one moment: the status, the customers, outcomes, or changes",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.checkWhat(cmd.Flags()); err != nil {
				return err
			}
			if err := o.read(c, cmd.Flags(), o.path); err != nil {
				return err
			}
			if err := c.checkTarget(o.path, outputFlag); err != nil {
				return err
			}
			return c.withAccount(cmd.Context(), func(a *app.App, setup *store.Setup) error {
				o.accountID, o.setup = setup.Account.ID, setup
				switch {
				case o.CampaignID != 0 && setup.Campaigns[o.CampaignID] == nil:
					return noSuch("campaign", number(o.CampaignID))
				case o.AssignmentID != 0 && setup.Assignments[o.AssignmentID] == nil:
					return noSuch("assignment", number(o.AssignmentID))
				}
				return c.export(cmd.Context(), a, &o)
			})
		},
	}
	c.accountFlags(cmd)
	flags := cmd.Flags()
	o.listFlags(flags)
	o.flags(flags)
	flags.StringVarP(&o.path, outputFlag, "o", "-", "the file; - for standard output")
	return cmd
}

func (c *command) export(ctx context.Context, a *app.App, o *exportOptions) error {
	if o.path == "-" {
		return c.exportTo(ctx, a, o, c.Out)
	}
	return writeWhole(o.path, func(file io.Writer) error { return c.exportTo(ctx, a, o, file) })
}

// writeError says that a file can't be written, which the flag names.
func writeError(path, flag string, err error) error {
	return &callflow.Error{
		Code: callflow.Invalid, Message: fmt.Sprintf("%s can't be written: %v.", path, err), Fix: "Name another file with --" + flag + ".",
	}
}

// outputFlag names the file that a command writes.
const outputFlag = "output"

func (c *command) exportTo(ctx context.Context, a *app.App, o *exportOptions, out io.Writer) error {
	records, err := files.NewWriter(out, o.RecordOptions)
	if err != nil {
		return err
	}
	defer func() { _ = records.Close() }() // what it holds in memory is of no use any more
	to := &exportFile{RecordWriter: records, bar: c.progressBar(0)}
	started, operator := time.Now(), auth.Operator(o.setup)
	err = a.NotedFile(ctx, operator, o.of(operator), func(told *auth.FileTold) error {
		defer func() { told.Records, told.Begun = to.records, to.records > 0 }()
		if err := o.tell(ctx, a, to); err != nil {
			return err
		}
		return records.End()
	})
	if to.bar != nil {
		_ = to.bar.Exit()
	}
	if err != nil || o.path == "-" {
		return err
	}
	token := o.setup.Token(to.seq) // which --at takes, also after an epoch was begun
	if c.json {
		return c.printJSON(struct {
			Records int64   `json:"records"`
			Seq     int64   `json:"seq"`
			Seconds float64 `json:"seconds"`
		}{to.records, token, time.Since(started).Seconds()})
	}
	return c.printf("%s as of seq %d in %s\n", callflow.Counted(to.records, "record"), token, o.path)
}

// exportFile counts what goes into a file.
type exportFile struct {
	tabular.RecordWriter
	bar          *progressbar.ProgressBar
	records, seq int64
}

func (f *exportFile) Begin(columns []tabular.Column, count int64, moment store.Moment) error {
	f.seq = moment.Seq
	if f.bar != nil { // a bar that can't be drawn stops nothing
		f.bar.ChangeMax64(count)
	}
	return f.Head(columns)
}

func (f *exportFile) Record(record []byte) error {
	f.records++
	return f.RecordWriter.Record(record)
}

func (f *exportFile) Flush() error {
	if f.bar != nil {
		_ = f.bar.Set64(f.records)
	}
	return f.RecordWriter.Flush()
}
