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
		"internal/server", "internal/api", "internal/api/wire", "internal/app", "internal/auth", "internal/given", "internal/setup", "internal/store",
		"internal/store/accountcopy", "internal/store/schema", "internal/store/verify",
		"internal/demo", "internal/heap", "internal/importer", "internal/imports", "internal/labels", "internal/mirror", "internal/notes",
		"internal/standin", "internal/tabular", "internal/tabular/csv", "internal/tabular/files", "remote",
	},
	"internal/server": {"internal/api", "internal/console", "internal/console/ui", "internal/app", "internal/auth", "internal/limit", "internal/web"},
	"internal/api": {
		"internal/api/wire", "internal/app", "internal/auth", "internal/callwork", "internal/customer", "internal/importer", "internal/imports",
		"internal/limit", "internal/setup", "internal/tabular", "internal/tabular/files", "internal/web",
	},
	"internal/api/wire": {"internal/callwork", "internal/cleanse", "internal/given", "internal/setup"},
	"internal/console": {
		"internal/console/apidocs", "internal/console/chart", "internal/console/customerpages", "internal/console/importpages", "internal/console/locale",
		"internal/console/setuppages", "internal/console/ui",
		"internal/app", "internal/auth", "internal/callwork", "internal/customer", "internal/given", "internal/limit",
		"internal/tabular", "internal/tabular/files", "internal/web",
	},
	"internal/app": {
		"internal/auth", "internal/callwork", "internal/cleanse", "internal/customer", "internal/heavy", "internal/importer", "internal/imports",
		"internal/job", "internal/labels", "internal/limit", "internal/person", "internal/script", "internal/setup", "internal/store",
		"internal/store/accountcopy", "internal/store/anonymize", "internal/store/changelog", "internal/store/figures", "internal/store/handout",
		"internal/store/importlog", "internal/store/pairing", "internal/store/remembered", "internal/store/statuslist", "internal/store/verify",
		"internal/tabular", "internal/tabular/object", "internal/worker",
	},
	"internal/auth": {"internal/limit", "internal/store", "internal/store/remembered"},
	"internal/store": {
		"internal/store/among", "internal/store/commit", "internal/store/counted", "internal/store/failure", "internal/store/schema",
		"internal/store/searchindex", "internal/store/statuslist", "internal/store/verify", "internal/db", "internal/db/connect",
		"internal/db/sqlite",
	},
	"internal/db": {},

	// Rooms of the verbs.
	"internal/callwork": {
		"internal/auth", "internal/customer", "internal/given", "internal/person", "internal/store", "internal/store/changelog",
		"internal/store/handout", "internal/store/statuslist",
	},
	"internal/customer": {"internal/auth", "internal/given", "internal/person", "internal/store", "internal/store/statuslist"},
	"internal/given":    {},
	"internal/heavy":    {"internal/auth", "internal/limit", "internal/store"},
	"internal/script":   {"internal/cleanse"},
	"internal/setup": {
		"internal/auth", "internal/callwork", "internal/cleanse", "internal/given", "internal/heavy", "internal/labels", "internal/script",
		"internal/store", "internal/store/changelog", "internal/store/setuprows", "internal/store/statuslist",
	},
	"internal/imports": {
		"internal/auth", "internal/importer", "internal/job", "internal/limit", "internal/notes", "internal/person", "internal/store",
		"internal/store/handout", "internal/store/importlog", "internal/store/joblog", "internal/store/statuslist", "internal/tabular",
		"internal/tabular/csv", "internal/tabular/heading",
	},
	"internal/job": {"internal/auth", "internal/store", "internal/store/joblog"},
	"internal/importer": {
		"internal/auth", "internal/cleanse", "internal/labels", "internal/notes", "internal/person", "internal/profile", "internal/store",
		"internal/store/importlog", "internal/tabular", "internal/tabular/files", "internal/tabular/heading", "internal/tabular/xlsx",
		"internal/worker",
	},

	// Rooms of the console.
	"internal/console/apidocs": {
		"internal/console/locale", "internal/console/ui", "internal/app", "internal/auth", "internal/reference", "internal/web",
	},
	"internal/console/chart": {"internal/app"},
	"internal/console/customerpages": {
		"internal/console/chart", "internal/console/locale", "internal/console/ui", "internal/app", "internal/auth", "internal/callwork", "internal/cleanse",
		"internal/customer", "internal/given",
	},
	"internal/console/importpages": {
		"internal/console/locale", "internal/console/ui", "internal/importer", "internal/imports", "internal/notes", "internal/tabular", "internal/web",
	},
	"internal/console/locale": {},
	"internal/console/setuppages": {
		"internal/console/locale", "internal/console/ui", "internal/app", "internal/auth", "internal/callwork", "internal/given", "internal/setup",
		"internal/web",
	},
	"internal/console/ui": {"internal/console/locale", "internal/app", "internal/auth", "internal/limit", "internal/web"},

	// Rooms that stand on the store: each has the statements of some tables.
	"internal/store/accountcopy": {
		"internal/store", "internal/store/failure", "internal/store/searchindex", "internal/store/verify", "internal/db",
	},
	"internal/store/anonymize":  {"internal/store", "internal/store/importlog", "internal/store/remembered", "internal/db"},
	"internal/store/changelog":  {"internal/store", "internal/store/failure", "internal/store/statuslist", "internal/db"},
	"internal/store/figures":    {"internal/store", "internal/store/among", "internal/store/counted", "internal/db"},
	"internal/store/handout":    {"internal/store"},
	"internal/store/importlog":  {"internal/store", "internal/db"},
	"internal/store/joblog":     {"internal/store", "internal/store/failure", "internal/db"},
	"internal/store/pairing":    {"internal/store", "internal/store/among", "internal/db"},
	"internal/store/remembered": {"internal/store"},
	"internal/store/setuprows":  {"internal/store", "internal/db"},

	// Rooms that the store stands on.
	"internal/store/among":       {},
	"internal/store/commit":      {},
	"internal/store/counted":     {"internal/db"},
	"internal/store/failure":     {"internal/db"},
	"internal/store/schema":      {"internal/store/counted", "internal/store/failure", "internal/db", "internal/db/connect"},
	"internal/store/searchindex": {"internal/store/failure", "internal/db", "internal/lookup"},
	"internal/store/statuslist": {
		"internal/store/among", "internal/store/counted", "internal/store/failure", "internal/store/searchindex", "internal/db", "internal/lookup",
	},
	"internal/store/verify": {"internal/store/counted", "internal/db"},

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
	"internal/tabular/xlsx": {
		"internal/tabular", "internal/tabular/foreign", "internal/tabular/heading", "internal/tabular/letters", "internal/tabular/object",
	},

	// Beside the chain.
	"internal/cleanse": {},
	"internal/demo":    {"internal/app", "internal/store", "internal/store/setuprows", "internal/store/statuslist"},
	"internal/heap":    {},
	"internal/labels":  {"internal/cleanse", "internal/tabular"},
	"internal/limit":   {},
	"internal/lookup":  {},
	"internal/mirror":  {"internal/app", "internal/mirrored", "remote"},
	"internal/mirrored": {
		"internal/app", "internal/auth", "internal/callwork", "internal/store", "internal/store/anonymize", "internal/store/handout",
		"internal/store/pairing", "internal/store/setuprows", "internal/store/statuslist",
	},
	"internal/notes":     {"internal/profile"},
	"internal/person":    {"internal/cleanse", "internal/lookup"},
	"internal/profile":   {"internal/cleanse", "internal/tabular"},
	"internal/reference": {},
	"internal/standin":   {"internal/app", "internal/auth", "internal/callwork", "internal/given"},
	"internal/tabular":   {},
	"internal/worker":    {},
	"internal/web":       {"internal/limit"}, // what api, console and server share of HTTP

	// For tests alone; see testOnly.
	"internal/storetest": {
		"internal/testkit", "internal/app", "internal/auth", "internal/callwork", "internal/given", "internal/store", "internal/store/accountcopy",
		"internal/store/anonymize", "internal/store/figures", "internal/store/handout", "internal/store/importlog", "internal/store/joblog",
		"internal/store/pairing", "internal/store/remembered", "internal/store/schema", "internal/store/setuprows", "internal/store/statuslist",
		"internal/store/verify", "internal/db", "internal/db/connect",
	},
	"internal/storetest/citus":     {"internal/storetest/statement", "internal/store/schema"},
	"internal/storetest/statement": {"internal/store/schema", "internal/db", "internal/db/connect", "internal/testkit"},
	"internal/testkit": {
		"internal/server", "internal/api", "internal/app", "internal/auth", "internal/store", "internal/store/schema", "internal/store/setuprows",
		"internal/db", "internal/db/sqlite", "internal/testkit/missing",
	},
	"internal/testkit/browser":       {"internal/testkit/missing"},
	"internal/testkit/missing":       {},
	"internal/console/templatecheck": {"internal/console/ui"},
	"internal/consoletest":           {},
	"internal/layering":              {},

	// The measurements start the real server.
	"bench": {"internal/app", "internal/auth", "internal/store", "internal/store/statuslist"},
}

// mayReadJSON are the packages whose production code may import encoding/json: those that know what is on some wire or in some kept text. The
// list may only shrink. The verbs and the rooms of the console are not to come in: bodies are read, and results written, in api/wire.
var mayReadJSON = []string{
	".", // records, and what is kept packed
	"bench",
	"internal/api/wire",
	"internal/app",  // the counts of a mirror's latest run
	"internal/auth", // answers that are kept for requests that come again
	"internal/cli",
	"internal/console/apidocs",       // samples of what the API answers
	"internal/console/customerpages", // an outcome's further values
	"internal/console/setuppages",    // the counts of a mirror
	"internal/console/ui",            // what scripts are sent
	"internal/db/sqlite",
	"internal/imports",
	"internal/mirrored",
	"internal/reference",
	"internal/store",
	"internal/store/setuprows",
	"internal/storetest/citus",
	"internal/tabular/files",
	"internal/tabular/object",
	"internal/testkit",
	"internal/testkit/browser",
	"internal/standin",
	"remote",
}

// testOnly are the packages that production code never imports.
var testOnly = []string{"internal/testkit", "internal/storetest", "internal/console/templatecheck", "internal/consoletest", "internal/layering"}

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
var mayUseDrivers = []string{"internal/db", "internal/db/postgres", "internal/db/sqlite", "internal/store", "internal/storetest/citus", "internal/testkit"}
