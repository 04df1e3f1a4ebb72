package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/importer"
	"callflow/internal/store"
	"callflow/internal/tabular"
)

// The flags that name files beside an import.
const (
	rejectFlag = "reject-file"
	reportFlag = "report"
)

// mostShown is how many rejected rows are shown one by one.
const mostShown = 100

type importOptions struct {
	importer.Request
	path      string
	maps      []string
	format    string
	encoding  string
	delimiter string
	mode      string
	match     string
	ids       string
	repeats   string
	decimal   string
	dates     string
	nullWords string
	hidden    string
	explain   bool

	rejectFile string
	reportFile string
}

func (c *command) importCommand() *cobra.Command {
	var o importOptions
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Bring customers from a CSV, XLSX or NDJSON file into an assignment, and into campaigns",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("null-words") {
				o.NullWords = new(strings.Split(o.nullWords, ","))
			}
			cmd.Flags().Visit(func(flag *pflag.Flag) {
				if !typed(cmd.Flags(), flag.Name) {
					o.Usual = append(o.Usual, flag.Name)
				}
			})
			o.Ignored = func(option, why string) { c.warnIgnored(cmd.Flags().Lookup(option), why) }
			if err := o.read(); err != nil {
				return err
			}
			if err := errors.Join(c.checkTarget(o.rejectFile, rejectFlag), c.checkTarget(o.reportFile, reportFlag)); err != nil {
				return err
			}
			return c.withAccount(cmd.Context(), func(a *app.App, setup *store.Setup) error {
				o.path = args[0]
				return c.importFile(cmd.Context(), a, setup.Account.ID, &o)
			})
		},
	}
	c.accountFlags(cmd)
	flags := cmd.Flags()
	flags.Int64Var(&o.AssignmentID, "assignment", 0, "id of the assignment")
	flags.Int64SliceVar(&o.CampaignIDs, "campaign", nil, "id of a campaign that the customers are added to; may be repeated")
	flags.StringArrayVar(&o.maps, "map", nil,
		"COLUMN=FIELD: which field a column fills, by its heading or its place, as 3=name; COLUMN= leaves it out; may be repeated")
	flags.BoolVar(&o.CreateFields, "create-fields", false, "make a custom field for each column that nothing matches")
	flags.BoolVar(&o.DryRun, "dry-run", false, "write nothing, and say what would happen")
	flags.StringVar(&o.By, "by", "import", "name that the change logs show")
	flags.StringVar(&o.format, "format", "", "csv, xlsx or ndjson; guessed when left out")
	flags.StringVar(&o.Options.Sheet, "sheet", "", "of XLSX: the sheet; the first with a row when left out")
	flags.StringVar(&o.mode, "mode", "upsert", "upsert, new (only customers who are not there) or update (only those who are)")
	flags.StringVar(&o.match, "match", "customer_id", "by what a customer is known: customer_id, phone or email")
	flags.StringVar(&o.Country, "country", "", "of telephone numbers without a country code, as NO; with --match phone")
	flags.BoolVar(&o.ForgetMap, "forget-mapping", false, "forget what --map said for earlier files of the assignment")
	flags.StringVar(&o.rejectFile, rejectFlag, "", "a CSV file for the rows that are wrong, to be mended and imported again")
	flags.StringVar(&o.reportFile, reportFlag, "",
		"a CSV file for each cell that is wrong or becomes something else; with --dry-run also for what would change in customers who are there")
	flags.IntVar(&o.Options.HeaderRow, "header-row", 0, "line of the headings; found when left out")
	flags.StringVar(&o.hidden, "hidden", "", "skip leaves out rows that a sheet hides")
	flags.StringVar(&o.ids, "ids", "", "file, or new: whoever has no id in the file gets one")
	flags.StringVar(&o.repeats, "repeats", "last", "of rows of one customer: last (empty cells wipe nothing), first, or reject")
	flags.StringVar(&o.decimal, "decimal", "", "before decimals, where the values leave it open: comma or point; text keeps new fields text")
	flags.StringVar(&o.dates, "dates", "", "order of dates, where the values leave it open: dmy, mdy or ymd; text keeps new fields text")
	flags.StringVar(&o.nullWords, "null-words", "", "words for nothing, with commas between, instead of the common ones such as NULL, N/A and -")
	flags.BoolVar(&o.explain, "explain", false, "import nothing, and say how the file is read, with its first rows as they will be")
	flags.StringVar(&o.encoding, "encoding", "", "such as utf-8, utf-16le, windows-1252, macintosh or cp850; guessed when left out")
	flags.StringVar(&o.delimiter, "delimiter", "", "comma, semicolon, tab or pipe; guessed when left out")
	return cmd
}

func (o *importOptions) read() error {
	if o.AssignmentID == 0 {
		return usagef("say into which assignment with --assignment")
	}
	o.Map = make(map[string]string)
	for _, pair := range o.maps {
		from, to, ok := strings.Cut(pair, "=")
		if !ok || from == "" {
			return usagef("--map is COLUMN=FIELD, not %q", pair)
		}
		o.Map[from] = to
	}
	delimiters := map[string]rune{"": 0, "comma": ',', ",": ',', "semicolon": ';', ";": ';', "tab": '\t', "\t": '\t', "pipe": '|', "|": '|'}
	delimiter, ok := delimiters[o.delimiter]
	if !ok {
		return usagef("--delimiter is comma, semicolon, tab or pipe, not %q", o.delimiter)
	}
	if o.explain && (o.rejectFile != "" || o.reportFile != "") {
		return usagef("--explain imports nothing, and writes no --%s and no --%s: leave them out, or say --dry-run", rejectFlag, reportFlag)
	}
	if o.hidden != "" && o.hidden != "skip" {
		return usagef("--hidden is skip, not %q", o.hidden)
	}
	o.SkipHidden = o.hidden == "skip"
	o.Mode, o.Match = importer.Mode(o.mode), importer.Match(o.match)
	o.IDs, o.Repeats, o.Decimals, o.Dates = importer.IDs(o.ids), importer.Repeats(o.repeats), importer.Decimals(o.decimal), importer.Dates(o.dates)
	o.Options.Format, o.Options.Encoding, o.Options.Delimiter = tabular.Format(o.format), tabular.Encoding(o.encoding), delimiter
	return nil
}

func (c *command) importFile(ctx context.Context, a *app.App, accountID int64, o *importOptions) error {
	file, err := os.Open(o.path)
	if err != nil {
		return readError(o.path, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return readError(o.path, err)
	}
	o.Source, o.Options.Name = file, filepath.Base(o.path)
	if o.explain {
		return c.explainImport(ctx, a, accountID, o)
	}
	bar := c.progressBar(info.Size())
	if bar != nil {
		o.Progress = func(bytes int64) { _ = bar.Set64(bytes) } // a bar that can't be drawn stops nothing
	}
	rejected := []importer.RejectedRow{}
	beside := &importFiles{}
	o.Rejected = func(row importer.RejectedRow) {
		if len(rejected) < mostShown {
			rejected = append(rejected, row)
		}
		beside.reject(row)
	}
	if err := beside.open(o); err != nil {
		return err
	}
	started := time.Now()
	result, err := a.Importer.Import(ctx, accountID, &o.Request)
	err = errors.Join(err, beside.close())
	if bar != nil {
		_ = bar.Exit()
	}
	if result != nil {
		if err := c.printImport(result, rejected, time.Since(started)); err != nil {
			return err
		}
	}
	return err
}

// progressBar draws on a terminal, and stays quiet in a pipe.
func (c *command) progressBar(size int64) *progressbar.ProgressBar {
	file, ok := c.Err.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	return progressbar.NewOptions64(size, progressbar.OptionSetWriter(file), progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
}

func (c *command) printImport(result *importer.Result, rejected []importer.RejectedRow, took time.Duration) error {
	if c.json {
		return c.printJSON(struct {
			*importer.Result
			RejectedRows []importer.RejectedRow `json:"rejected_rows"`
			Seconds      float64                `json:"seconds"`
		}{result, rejected, took.Seconds()})
	}
	for _, row := range rejected {
		where := ""
		if row.Column != "" {
			where = ", column " + row.Column
		}
		c.complain("line %d%s: %s\n", row.Line, where, row.Reason)
	}
	if more := result.Rejected - int64(len(rejected)); more > 0 {
		c.complain("and %s that %s not taken\n", callflow.Counted(more, "more row"), callflow.OneOrMore(more, "was", "were"))
	}
	if len(result.Ignored) > 0 {
		c.complain("columns left out: %s\n", strings.Join(result.Ignored, ", "))
	}
	if len(result.NewFields) > 0 {
		c.complain("new fields: %s\n", strings.Join(result.NewFields, ", "))
	}
	if len(result.AsBefore) > 0 {
		c.complain("columns as the last time: %s\n", strings.Join(result.AsBefore, ", "))
	}
	for i := range result.Notes {
		c.complain("%s\n", noteLine(&result.Notes[i]))
	}
	format := "%s: %d created, %d updated, %d unchanged, %d rejected; %d added to campaigns\n"
	if result.DryRun {
		format = "would be " + format
	}
	if result.Skipped > 0 {
		format = strings.Replace(format, "unchanged, ", fmt.Sprintf("unchanged, %d skipped, ", result.Skipped), 1)
	}
	return c.printf(format, callflow.Counted(result.Rows, "row"), result.Created, result.Updated, result.Unchanged, result.Rejected, result.Added)
}
