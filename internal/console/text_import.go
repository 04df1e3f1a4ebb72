package console

// textsOfImport are those of the pages of imports.
var textsOfImport = map[string]string{}
