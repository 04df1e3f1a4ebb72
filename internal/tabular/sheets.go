package tabular

import "errors"

// Sheets are the names of the sheets of a workbook that are shown, in its order; none of another file.
func Sheets(r Reader) []string {
	x, ok := r.(*xlsxReader)
	if !ok {
		return nil
	}
	var names []string
	for i := range x.book.sheets {
		if sheet := &x.book.sheets[i]; !sheet.hidden || sheet == x.sheet {
			names = append(names, sheet.Name)
		}
	}
	return names
}

// otherwise says of an error that another way of reading the file may be right, such as another row of headings.
func otherwise(err error, sheets []string) error {
	var bad *FileError
	if !errors.As(err, &bad) || bad == errNoHeader {
		return err
	}
	told := *bad
	told.Otherwise, told.Sheets = true, sheets
	return &told
}
