package store

// CopiedColumn is a column that Copy copies.
type CopiedColumn struct {
	Number, Text, Bytes, Null, Key bool
}

// CopiedTables gives the columns that Copy copies, by table and name.
func CopiedTables() map[string]map[string]CopiedColumn {
	tables := make(map[string]map[string]CopiedColumn)
	for _, list := range [][]*copyTable{copiedBody, copiedHead} {
		for _, t := range list {
			columns := make(map[string]CopiedColumn)
			for i, c := range t.columns {
				columns[c.name] = CopiedColumn{
					Number: c.kind == copyNumber, Text: c.kind == copyText, Bytes: c.kind == copyBytes, Null: c.null, Key: i <= len(t.key),
				}
			}
			tables[t.name] = columns
		}
	}
	return tables
}
