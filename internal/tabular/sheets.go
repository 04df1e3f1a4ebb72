package tabular

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
