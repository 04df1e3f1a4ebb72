package storetest

import (
	"strings"
	"sync"
	"testing"

	"callflow/internal/store"
	"callflow/internal/store/schema"
	"callflow/internal/testkit"
)

// servers is how many are started at the same moment.
const servers = 10

// tenServersMigrateOnce starts servers together on a database with nothing in it: one of them
// makes the schema, and all of them can work.
func tenServersMigrateOnce(t *testing.T, dsn string) {
	var started sync.WaitGroup
	var begin sync.WaitGroup
	begin.Add(1)
	found, opened := make([]int, servers), make([]*store.Store, servers)
	for i := range servers {
		started.Go(func() {
			begin.Wait()
			from, to, err := schema.Migrate(t.Context(), dsn)
			if err != nil || from > to || from < 0 {
				t.Errorf("a server migrates from %d to %d: %v", from, to, err)
				from = -1 // it found nothing: it could not look
			}
			found[i] = from
			if opened[i], err = store.Open(t.Context(), dsn); err != nil {
				t.Errorf("a server that was started with others: %v", err)
			}
		})
	}
	begin.Done()
	started.Wait()
	t.Cleanup(func() { closeAll(t, opened) })
	want := 1
	if testkit.OnCitus() && strings.HasPrefix(dsn, "postgres") { // the schema is there already: the cluster has it before any server comes
		want = 0
	}
	if migrated := countOf(found, 0); migrated != want {
		t.Errorf("%d servers found no schema, want %d: they found %v", migrated, want, found)
	}
	from, to, err := schema.Migrate(t.Context(), dsn)
	if from != to || to == 0 || err != nil {
		t.Errorf("afterwards it goes from %d to %d: %v", from, to, err)
	}
}

func closeAll(t *testing.T, stores []*store.Store) {
	t.Helper()
	for _, s := range stores {
		if s == nil {
			continue
		}
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
}

func countOf(numbers []int, wanted int) (count int) {
	for _, number := range numbers {
		if number == wanted {
			count++
		}
	}
	return count
}
