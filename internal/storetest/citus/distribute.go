// Package citus holds the schema, and how PostgreSQL goes about the statements, against what Citus asks of them. It may import store/schema and
// storetest/statement, and knows no store.
package citus

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/store/schema"
)

// pretendedCitus stands for the extension in a schema of the test's own: its catalogs, and its functions as far as
// they refuse what they are documented to refuse. It shows the order of the calls and that they may be repeated, and
// nothing of what the real one does with rows; for that, the tests run on a cluster (CALLFLOW_TEST_CITUS).
const pretendedCitus = `
CREATE TABLE pg_extension (extname NAME, extversion TEXT);
CREATE TABLE pg_dist_partition (logicalrelid regclass, partmethod "char", repmodel "char", beside TEXT);
CREATE TABLE emptied (logicalrelid regclass);

CREATE FUNCTION create_distributed_table(relation regclass, distributed_by TEXT, colocate_with TEXT DEFAULT 'default') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = relation) THEN
    RAISE EXCEPTION 'table % is already distributed', relation;
  END IF;
  IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND contype = 'f'
      AND confrelid NOT IN (SELECT logicalrelid FROM pg_dist_partition WHERE partmethod = 'h')) THEN
    RAISE EXCEPTION '%: the referenced table must be a distributed table', relation;
  END IF;
  IF colocate_with <> 'none' AND NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = CAST(colocate_with AS regclass)) THEN
    RAISE EXCEPTION '% is not distributed', colocate_with;
  END IF;
  IF EXISTS (SELECT FROM pg_index x WHERE x.indrelid = relation AND x.indisunique AND NOT EXISTS (
      SELECT FROM pg_attribute a WHERE a.attrelid = relation AND a.attnum = ANY (x.indkey) AND a.attname = distributed_by)) THEN
    RAISE EXCEPTION '%: a unique index lacks the distribution column', relation;
  END IF;
  INSERT INTO pg_dist_partition VALUES (relation, 'h', 's', colocate_with);
END $$;

CREATE FUNCTION create_reference_table(relation regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = relation) THEN
    RAISE EXCEPTION 'table % is already distributed', relation;
  END IF;
  INSERT INTO pg_dist_partition VALUES (relation, 'n', 't', '');
END $$;

CREATE FUNCTION truncate_local_data_after_distributing_table(relation regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_constraint WHERE confrelid = relation AND contype = 'f'
      AND conrelid NOT IN (SELECT logicalrelid FROM pg_dist_partition)) THEN
    RAISE EXCEPTION 'cannot truncate a table referenced in a foreign key constraint by a local table';
  END IF;
  INSERT INTO emptied VALUES (relation);
END $$;`

// CheckDistribute lets `migrate --citus` run where it is refused, and beside a pretended Citus, in a PostgreSQL
// schema with nothing in it.
func CheckDistribute(t *testing.T, dsn string, distributed, references []string) {
	t.Helper()
	dsn = followedBy(t, dsn, "pg_catalog") // so that the pretended catalogs are found first
	wantRefusal(t, dsn, "The extension Citus is not installed in this database.", "CREATE EXTENSION citus")
	connection := connectTo(t, dsn)
	run(t, connection, pretendedCitus+`INSERT INTO pg_extension VALUES ('citus', '12.1-1')`)
	wantRefusal(t, dsn, "The database has Citus 12.1-1, and callflow needs Citus 13 or later.", "ALTER EXTENSION citus UPDATE")
	run(t, connection, `UPDATE pg_extension SET extversion = '13.0-1'`)

	all := slices.Concat(distributed, references)
	wantDistributed(t, dsn, all)
	wantDistributed(t, dsn, nil)
	for _, sql := range []string{
		"SELECT CAST(logicalrelid AS TEXT) FROM pg_dist_partition WHERE beside = 'accounts' OR beside = 'none' AND logicalrelid = 'accounts'::regclass",
		"SELECT CAST(logicalrelid AS TEXT) FROM pg_dist_partition WHERE partmethod = 'h'",
	} {
		if found := names(t, connection, sql); !equalSets(found, distributed) {
			t.Errorf("beside the accounts are %v, want %v", found, distributed)
		}
	}
	if found := names(t, connection, "SELECT DISTINCT CAST(logicalrelid AS TEXT) FROM emptied"); !equalSets(found, all) {
		t.Errorf("what is left on the coordinator was taken away of %v, want %v", found, all)
	}
	run(t, connection, "DELETE FROM pg_dist_partition WHERE logicalrelid IN ('outcomes'::regclass, 'changes'::regclass, 'copies'::regclass)")
	wantDistributed(t, dsn, []string{"outcomes", "changes", "copies"}) // as after a kill in between
}

func wantDistributed(t *testing.T, dsn string, want []string) {
	t.Helper()
	done, err := schema.Distribute(t.Context(), dsn)
	if err != nil || !slices.Equal(done.Tables, want) {
		t.Errorf("it distributed %v (%v), want %v", done.Tables, err, want)
	}
}

// wantRefusal runs `migrate --citus` where it can't be done, and shows that nothing was.
func wantRefusal(t *testing.T, dsn, message, fix string) {
	t.Helper()
	done, err := schema.Distribute(t.Context(), dsn)
	text := callflow.ErrorText(err)
	if !strings.HasPrefix(text, message) || !strings.Contains(text, fix) || done.To != 0 {
		t.Errorf("the refusal is %q (%v, %+v), want %q and %q", text, err, done, message, fix)
	}
}

// followedBy puts a schema behind that of the test.
func followedBy(t *testing.T, dsn, schema string) string {
	t.Helper()
	address, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	parameters := address.Query()
	parameters.Set("search_path", parameters.Get("search_path")+","+schema)
	address.RawQuery = parameters.Encode()
	return address.String()
}

func equalSets(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
