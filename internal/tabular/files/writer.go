package files

import (
	"fmt"
	"io"

	"callflow/internal/tabular"
	"callflow/internal/tabular/csv"
	"callflow/internal/tabular/object"
	"callflow/internal/tabular/parquet"
	"callflow/internal/tabular/xlsx"
)

// NewWriter writes to w.
func NewWriter(w io.Writer, options tabular.RecordOptions) (tabular.RecordWriter, error) {
	switch options.Format {
	case tabular.NDJSON:
		return object.NewLineWriter(w), nil
	case tabular.JSON:
		return object.NewListWriter(w), nil
	case tabular.CSV:
		return csv.NewWriter(w, options), nil
	case tabular.XLSX:
		return xlsx.NewWriter(w, options)
	case tabular.Parquet:
		return parquet.NewWriter(w, options), nil
	}
	return nil, fmt.Errorf("records are not written as %q; the formats are csv, json, ndjson, parquet, xlsx", options.Format)
}
