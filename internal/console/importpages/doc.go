// Package importpages is the pages that bring customers in from files: a file is sent, its columns are matched with fields, the import is tried, and
// then runs, is looked at and undone. It asks the verbs of internal/imports, and knows no other room of the console but ui and locale.
package importpages
