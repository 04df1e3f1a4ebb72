package schema

// The tables that `migrate --citus` gives to Citus.
func Distributed() []string { return distributed }
func References() []string  { return references }

// FillNoNumber is what a migration does to rows that are there.
var FillNoNumber = fillNoNumber
