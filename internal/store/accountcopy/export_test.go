package accountcopy

import (
	"reflect"
	"slices"
)

// Told are the statements, and the parts of them, that are put together in ways that can't be followed in the
// source, as they are when they run. insert gives the statement that loads a row.
func Told(insert func(table string, columns ...string) string) map[string][]string {
	const loads = "db.NewTable(name, names...)"
	told := make(map[string][]string)
	for _, table := range slices.Concat(copiedBody, copiedHead) {
		columns := make([]string, len(table.columns))
		for i := range table.columns {
			columns[i] = table.columns[i].name
		}
		told[loads] = append(told[loads], insert(table.name, columns...))
		value := reflect.ValueOf(table).Elem()
		for i := range value.NumField() {
			name, text := value.Type().Field(i).Name, value.Field(i)
			if text.Kind() == reflect.String && text.Len() > 0 && name != "name" {
				told["copyTable."+name] = append(told["copyTable."+name], text.String())
			}
		}
	}
	return told
}

// CopiedColumn is a column that Make copies.
type CopiedColumn struct {
	Number, Text, Bytes, Null, Key bool
}

// CopiedTables gives the columns that Make copies, by table and name.
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
