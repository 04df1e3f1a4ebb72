package layering

// module is the import path of the root package.
const module = "callflow"

// arrows says for each package which of our packages it may import; paths are below the module, "." is the
// root. Everything may import the root, so it is not repeated. What is not here is not allowed.
//
//	cmd → cli → server → {api, console} → app → auth → store → db
//
// Tests are free to import what they need: a test of the store may well go through app.
var arrows = map[string][]string{
	".":      {},
	"remote": {}, // a client for other people's programs: it knows what is on the wire and nothing of this server

	// The chain, from the program down.
	"cmd/callflow": {"internal/cli"},
	"internal/cli": {
		"internal/server", "internal/api", "internal/app", "internal/auth", "internal/store",
		"internal/store/accountcopy", "internal/store/schema", "internal/store/verify",
		"internal/demo", "internal/heap", "internal/importer", "internal/imports", "internal/labels", "internal/mirror", "internal/notes",
		"internal/standin", "internal/tabular", "internal/tabular/csv", "internal/tabular/files", "remote",
	},
	"internal/server": {"internal/api", "internal/console", "internal/app", "internal/auth", "internal/limit", "internal/web"},
	"internal/api": {
		"internal/app", "internal/auth", "internal/importer", "internal/imports", "internal/limit", "internal/tabular", "internal/tabular/files",
		"internal/web",
	},
	"internal/console": {
		"internal/app", "internal/auth", "internal/cleanse", "internal/importer", "internal/imports", "internal/limit", "internal/notes",
		"internal/reference", "internal/tabular", "internal/tabular/files", "internal/web",
	},
	"internal/app": {
		"internal/auth", "internal/cleanse", "internal/importer", "internal/imports", "internal/labels", "internal/limit", "internal/person",
		"internal/store", "internal/store/accountcopy", "internal/store/verify", "internal/tabular", "internal/tabular/object",
		"internal/worker",
	},
	"internal/auth": {"internal/limit", "internal/store"},
	"internal/store": {
		"internal/store/commit", "internal/store/counted", "internal/store/failure", "internal/store/schema", "internal/store/searchindex",
		"internal/store/verify", "internal/db", "internal/db/connect", "internal/db/sqlite", "internal/lookup",
	},
	"internal/db": {},

	// Rooms of the verbs.
	"internal/imports": {
		"internal/auth", "internal/importer", "internal/limit", "internal/notes", "internal/person", "internal/store", "internal/tabular",
		"internal/tabular/csv", "internal/tabular/heading",
	},
	"internal/importer": {
		"internal/auth", "internal/cleanse", "internal/labels", "internal/notes", "internal/person", "internal/profile", "internal/store",
		"internal/tabular", "internal/tabular/files", "internal/tabular/heading", "internal/tabular/xlsx", "internal/worker",
	},

	// Rooms of the store: those that it stands on, and one that stands on it.
	"internal/store/accountcopy": {
		"internal/store", "internal/store/failure", "internal/store/searchindex", "internal/store/verify", "internal/db",
	},
	"internal/store/commit":      {},
	"internal/store/counted":     {"internal/db"},
	"internal/store/failure":     {"internal/db"},
	"internal/store/schema":      {"internal/store/counted", "internal/store/failure", "internal/db", "internal/db/connect"},
	"internal/store/searchindex": {"internal/store/failure", "internal/db", "internal/lookup"},
	"internal/store/verify":      {"internal/store/counted", "internal/db"},

	// Rooms of the database's face.
	"internal/db/connect":  {"internal/db", "internal/db/postgres", "internal/db/sqlite"},
	"internal/db/postgres": {"internal/db"},
	"internal/db/sqlite":   {"internal/db"},

	// Rooms of the files of rows: the formats know the face and what they share, files.Open knows the formats.
	"internal/tabular/csv": {"internal/tabular", "internal/tabular/foreign", "internal/tabular/heading", "internal/tabular/letters", "internal/tabular/object"},
	"internal/tabular/files": {
		"internal/tabular", "internal/tabular/csv", "internal/tabular/foreign", "internal/tabular/letters", "internal/tabular/ndjson", "internal/tabular/object",
		"internal/tabular/parquet", "internal/tabular/xlsx",
	},
	"internal/tabular/foreign": {"internal/tabular", "internal/tabular/letters"},
	"internal/tabular/heading": {"internal/cleanse", "internal/tabular", "internal/tabular/letters", "internal/tabular/object"},
	"internal/tabular/letters": {"internal/tabular"},
	"internal/tabular/ndjson":  {"internal/tabular", "internal/tabular/letters", "internal/tabular/object"},
	"internal/tabular/object":  {"internal/tabular"},
	"internal/tabular/parquet": {"internal/tabular", "internal/tabular/object"},
	"internal/tabular/xlsx":    {"internal/tabular", "internal/tabular/foreign", "internal/tabular/heading", "internal/tabular/letters", "internal/tabular/object"},

	// Beside the chain.
	"internal/cleanse":   {},
	"internal/demo":      {"internal/app", "internal/store"},
	"internal/heap":      {},
	"internal/labels":    {"internal/cleanse", "internal/tabular"},
	"internal/limit":     {},
	"internal/lookup":    {},
	"internal/mirror":    {"internal/app", "internal/mirrored", "remote"},
	"internal/mirrored":  {"internal/app", "internal/auth", "internal/store"},
	"internal/notes":     {"internal/profile"},
	"internal/person":    {"internal/cleanse", "internal/lookup"},
	"internal/profile":   {"internal/cleanse", "internal/tabular"},
	"internal/reference": {},
	"internal/standin":   {"internal/app", "internal/auth"},
	"internal/tabular":   {},
	"internal/worker":    {},
	"internal/web":       {"internal/limit"}, // what api, console and server share of HTTP

	// For tests alone; see testOnly.
	"internal/storetest": {
		"internal/testkit", "internal/app", "internal/auth", "internal/store", "internal/store/accountcopy", "internal/store/schema",
		"internal/store/verify", "internal/db", "internal/db/connect",
	},
	"internal/testkit": {
		"internal/server", "internal/api", "internal/app", "internal/auth", "internal/store", "internal/store/schema",
		"internal/db/sqlite", "internal/testkit/missing",
	},
	"internal/testkit/browser": {"internal/testkit/missing"},
	"internal/testkit/missing": {},
	"internal/consoletest":     {},
	"internal/layering":        {},

	// The measurements start the real server.
	"bench": {
		"internal/app", "internal/auth", "internal/store",
	},
}

// testOnly are the packages that production code never imports.
var testOnly = []string{"internal/testkit", "internal/storetest", "internal/consoletest", "internal/layering"}

// standardLibraryOnly are the packages whose users should not inherit a dependency.
var standardLibraryOnly = []string{"."}

// drivers are the import paths, with all below them, that speak to a database.
var drivers = []string{
	"database/sql",
	"zombiezen.com/go/sqlite",
	"modernc.org/sqlite",
	"github.com/jackc/pgx",
	"github.com/jackc/pgconn",
	"github.com/lib/pq",
	"github.com/mattn/go-sqlite3",
}

// mayUseDrivers are the packages where SQL lives; testkit makes databases for tests.
var mayUseDrivers = []string{"internal/db", "internal/db/postgres", "internal/db/sqlite", "internal/store", "internal/storetest", "internal/testkit"}
