package cli

import (
	"cmp"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"callflow/internal/tabular"
)

// recordFormat is how records are written to a file, as the flags of several commands say.
type recordFormat struct {
	tabular.RecordOptions
	format    string
	delimiter string
	headings  string
	types     string
}

func (f *recordFormat) flags(flags *pflag.FlagSet) {
	flags.StringVar(&f.format, "format", "", "csv, xlsx, parquet, json or ndjson; left out: as the file's ending says, else csv")
	flags.StringVar(&f.delimiter, "delimiter", "comma", "of CSV: comma, semicolon or tab")
	flags.StringVar(&f.headings, "headings", "keys", "of CSV, XLSX and Parquet: keys, as the records have them, or labels")
	flags.StringVar(&f.types, "types", "typed", "of Parquet: typed, or text for every column")
	flags.BoolVar(&f.Mark, "bom", false, "begin CSV with a byte order mark, for Excel")
}

// read checks the flags for a file that goes to a path. Without --format the path's ending names the format.
func (f *recordFormat) read(c *command, flags *pflag.FlagSet, path string) error {
	f.format = cmp.Or(f.format, formatOfEnding[strings.ToLower(filepath.Ext(path))], string(tabular.CSV))
	f.Format = tabular.Format(f.format)
	if _, known := tabular.RecordFormats[f.Format]; !known {
		return usagef("--format is csv, xlsx, parquet, json or ndjson, not %q", f.format)
	}
	place := slices.Index([]string{"comma", "semicolon", "tab"}, f.delimiter)
	if place < 0 {
		return usagef("--delimiter is comma, semicolon or tab, not %q", f.delimiter)
	}
	if f.headings != "keys" && f.headings != "labels" {
		return usagef("--headings is keys or labels, not %q", f.headings)
	}
	if f.types != "typed" && f.types != "text" {
		return usagef("--types is typed or text, not %q", f.types)
	}
	for _, name := range slices.Sorted(maps.Keys(formatsOf)) {
		if err := c.onlyWith(flags, name, f.format, formatsOf[name]...); err != nil {
			return err
		}
	}
	f.Labels, f.Texts = f.headings == "labels", f.types == "text"
	f.Delimiter = []rune{',', ';', '\t'}[place]
	return nil
}

// formatOfEnding is the format that the ending of a file's name asks for.
var formatOfEnding = map[string]string{
	".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet", ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson",
}

// formatsOf are the formats for which a flag means something.
var formatsOf = map[string][]string{"delimiter": {"csv"}, "bom": {"csv"}, "headings": {"csv", "xlsx", "parquet"}, "types": {"parquet"}}

// writeWhole writes beside the file first: what has its name is whole, or as it was.
func writeWhole(path string, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part")
	if err != nil {
		return writeError(path, outputFlag, err)
	}
	err = errors.Join(write(file), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}
