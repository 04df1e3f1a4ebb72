# What a developer runs. Go alone is needed; a target that needs more installs it (scripts/needs).
#
#   make test     every test, beside a PostgreSQL of its own
#   make check    everything that can be said without running the program
#   make bench    the measurements that README quotes; make bench N=1000000 for the large run
#                 with BENCH_FLAGS="-db postgres" those of a PostgreSQL of its own, beside SQLite

GO         ?= go
TEST_FLAGS ?=
BENCH_FLAGS ?=
FUZZ_TIME  ?= 10s

# check and test build the libraries in the same way, with the race detector, so that a fresh machine does it once.
RACE = $(eval RACE := $(shell scripts/race-flag))$(RACE)

# The tools have a module of their own: docs/decisions/0001-tools-in-their-own-module.md
TOOL := $(GO) tool -modfile=tools/go.mod

.PHONY: test check bench build fuzz vulnerabilities screenshots clean \
	check-format check-vet check-modules check-layering check-lint check-openapi

# CALLFLOW_TEST_ALL makes a test fail where it would be skipped for want of PostgreSQL, the independent server, a browser or axe-core.
# A picture of every page of the console is in bin/screenshots afterwards. In GOFLAGS, the race detector's flags reach the program that
# the tests of bench build as well: its libraries are there then.
test:
	scripts/needs python3-djangorestframework chromium
	scripts/axe
	CALLFLOW_TEST_ALL=1 CALLFLOW_SCREENSHOTS="$(CURDIR)/bin/screenshots" GO="$(GO)" GOFLAGS="$$($(GO) env GOFLAGS) $(RACE)" \
		scripts/with-postgres scripts/test-both -timeout=20m $(TEST_FLAGS)

check: check-format check-modules check-openapi check-vet check-layering check-lint

build:
	$(GO) build -o bin/callflow ./cmd/callflow

# The last line kills the server 50 times, where make test does so 10 times; without a pipe, whose end would hide a failure.
bench:
	$(GO) run ./bench $(if $(N),-n $(N)) $(BENCH_FLAGS)
	CALLFLOW_KILLS=50 $(GO) test ./cmd/callflow -run Kill -count=1 -v

fuzz:
	scripts/fuzz $(FUZZ_TIME)

# Not part of check: it asks a database on the network, whose answer changes while the code does not.
vulnerabilities:
	$(TOOL) govulncheck ./...

# The pictures that README shows, docs/*.png, taken of the demo.
screenshots:
	scripts/needs chromium
	CALLFLOW_TEST_ALL=1 CALLFLOW_SCREENSHOTS_README=1 $(GO) test ./internal/consoletest -run ThePicturesOfREADME -count=1 -v

clean:
	rm -rf bin

check-format:
	@files=$$("$$($(GO) env GOROOT)/bin/gofmt" -l .) || exit 1; \
	if [ -n "$$files" ]; then echo "not formatted, run: gofmt -w" $$files; exit 1; fi

check-modules:
	$(GO) mod tidy -diff
	$(GO) mod verify
	$(GO) mod verify -modfile=tools/go.mod

check-vet:
	$(GO) vet $(RACE) ./...

# The answer depends on files that the test cache does not know of, hence -count=1.
check-layering:
	$(GO) test $(RACE) -count=1 ./internal/layering

# go tool -n gives the path of the tool, built as usual; only what it reads is built with the race detector.
check-lint:
	tool=$$($(TOOL) -n golangci-lint) && GOFLAGS="$$($(GO) env GOFLAGS) $(RACE)" $$tool run ./...

# It asks nobody on the network once it is installed. Python's reader of YAML, which many tools use, takes less than Redocly does.
check-openapi:
	scripts/needs python3-yaml
	/usr/bin/python3 -c 'import yaml; yaml.safe_load(open("internal/api/openapi.yaml"))'
	tools=$$(scripts/npm-tools) && REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
		"$$tools/redocly" lint --config tools/redocly.yaml internal/api/openapi.yaml
