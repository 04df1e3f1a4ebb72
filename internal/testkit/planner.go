package testkit

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"
)

// Planner is a set of PostgreSQL's planner settings. As parameters of an address they win over those that callflow sets: with each set
// the same statements are carried out in other ways, and must have the same answers.
type Planner struct {
	Name     string
	Settings map[string]string
}

// asInstalled are the settings of a new server, which the others begin with.
var asInstalled = map[string]string{
	"enable_bitmapscan": "on", "enable_hashagg": "on", "enable_hashjoin": "on", "enable_incremental_sort": "on", "enable_indexonlyscan": "on",
	"enable_indexscan": "on", "enable_material": "on", "enable_memoize": "on", "enable_mergejoin": "on", "enable_nestloop": "on",
	"enable_seqscan": "on", "enable_sort": "on", "max_parallel_workers_per_gather": "2", "plan_cache_mode": "auto",
}

// forcedParallel makes other processes cost nothing, so that nearly every statement has one.
var forcedParallel = map[string]string{
	"max_parallel_workers_per_gather": "1", "parallel_setup_cost": "0", "parallel_tuple_cost": "0",
	"min_parallel_table_scan_size": "0", "min_parallel_index_scan_size": "0", "enable_indexonlyscan": "off", "enable_indexscan": "off",
}

// ParallelPlanner has nearly every statement start another process, which takes milliseconds: it is for a few tests.
func ParallelPlanner() Planner { return planner("parallel workers forced", forcedParallel) }

// Planners gives the sets, the last one a random one. CALLFLOW_TEST_PLANNER is its seed; where none is given, the log says which it was.
func Planners(t testing.TB) []Planner {
	t.Helper()
	return planners(plannerSeed(t))
}

func planners(seed uint64) []Planner {
	return []Planner{
		planner("as installed", nil),
		planner("nested loops off", map[string]string{"enable_nestloop": "off"}),
		planner("hash and merge joins off", map[string]string{"enable_hashjoin": "off", "enable_mergejoin": "off"}),
		planner("index scans off", map[string]string{"enable_indexscan": "off", "enable_indexonlyscan": "off"}),
		planner("bitmap scans off", map[string]string{"enable_bitmapscan": "off"}),
		randomPlanner(seed),
	}
}

func planner(name string, changed map[string]string) Planner {
	settings := maps.Clone(asInstalled)
	maps.Copy(settings, changed)
	return Planner{Name: name, Settings: settings}
}

// randomPlanner switches each of the settings on or off.
func randomPlanner(seed uint64) Planner {
	random := rand.New(rand.NewPCG(seed, 0))
	changed := map[string]string{"plan_cache_mode": []string{"auto", "force_generic_plan", "force_custom_plan"}[random.IntN(3)]}
	for _, name := range slices.Sorted(maps.Keys(asInstalled)) {
		if asInstalled[name] == "on" && random.IntN(2) == 0 {
			changed[name] = "off"
		}
	}
	return planner(fmt.Sprintf("random, CALLFLOW_TEST_PLANNER=%d", seed), changed)
}

// plannerSeed is CALLFLOW_TEST_PLANNER, else the day's: every day tries another one, and all runs of a day the same.
func plannerSeed(t testing.TB) uint64 {
	t.Helper()
	text := os.Getenv("CALLFLOW_TEST_PLANNER")
	if text == "" {
		text = time.Now().UTC().Format("20060102")
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("CALLFLOW_TEST_PLANNER is %q; it is a number, the seed of the random planner settings", text)
	}
	return seed
}

// oneFor gives a scenario one of the sets, or none. Which one goes by the scenario's name and the seed, so that the scenarios of a run
// have all of them, and those of many runs each of them.
func oneFor[Set any](t testing.TB, sets []Set) *Set {
	t.Helper()
	hash := fnv.New64a()
	_, _ = fmt.Fprint(hash, t.Name(), " ", plannerSeed(t))
	place := hash.Sum64() % uint64(len(sets)+1)
	if place == uint64(len(sets)) {
		return nil
	}
	return &sets[place]
}

// On gives an address with the settings.
func (p *Planner) On(t testing.TB, dsn string) string {
	t.Helper()
	address, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	parameters := address.Query()
	for name, value := range p.Settings {
		parameters.Set(name, value)
	}
	address.RawQuery = parameters.Encode()
	return address.String()
}
