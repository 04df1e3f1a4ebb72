package main

import (
	"context"
	"time"
)

// postgresMeasures, in their table's order. What stands beside PostgreSQL's figures is SQLite's, of the same run.
var postgresMeasures = []measure{
	{"full walk", measureWalkBesideSQLite},
	{"pages by position", measurePositionsBesideSQLite},
	{"outcomes", measureOutcomesBesideSQLite},
	{"two servers", measureTwoServers},
	{"import", measureImportBesideSQLite},
	{"search", measureSearch},
}

// besideSQLite starts a second server, on the SQLite file, for one measure.
func besideSQLite(ctx context.Context, p *pair, run func(sqlite *pair) ([]row, error)) ([]row, error) {
	sqlite, err := p.open(ctx, p.sqlite, "callflow-sqlite")
	if err != nil {
		return nil, err
	}
	rows, err := run(sqlite)
	if closing := sqlite.close(); err == nil {
		err = closing
	}
	return rows, err
}

// measureWalkBesideSQLite follows next from page 1 to the end in either database.
func measureWalkBesideSQLite(ctx context.Context, p *pair) ([]row, error) {
	return besideSQLite(ctx, p, func(sqlite *pair) ([]row, error) {
		for _, walked := range []*pair{sqlite, p} {
			if err := walked.checkWalk(ctx); err != nil {
				return nil, err
			}
		}
		seconds, err := takeTurns(ctx, p.rounds, []side{sqlite.walkSide(ctx, "SQLite"), p.walkSide(ctx, "PostgreSQL")})
		if err != nil {
			return nil, err
		}
		records := float64(p.n)
		return []row{{
			measure: "full walk by `next`", figure: perSecond(seconds[1]/records, "records"), ready: perSecond(seconds[0]/records, "records"),
			ratio: percent(seconds[0]/seconds[1], "SQLite"), wanted: atLeast(50),
		}}, nil
	})
}

// measurePositionsBesideSQLite compares pages by position with page 1 of the same database.
func measurePositionsBesideSQLite(ctx context.Context, p *pair) ([]row, error) {
	return besideSQLite(ctx, p, func(sqlite *pair) ([]row, error) {
		return p.positions(ctx, func(name string, number func(int) int64) side { return sqlite.pagesSide("SQLite "+name, number) })
	})
}

// measureOutcomesBesideSQLite registers outcomes over 64 connections, and over one that sends one after the other.
func measureOutcomesBesideSQLite(ctx context.Context, p *pair) ([]row, error) {
	return besideSQLite(ctx, p, func(sqlite *pair) ([]row, error) {
		rates, err := takeTurnsAtRates(p.rounds,
			func() (float64, error) { return sqlite.register(ctx, 1, p.outcomeTime/3) },
			func() (float64, error) { return p.register(ctx, 1, p.outcomeTime/3) },
			func() (float64, error) { return sqlite.register(ctx, agents, p.outcomeTime) },
			func() (float64, error) { return p.register(ctx, agents, p.outcomeTime) },
		)
		if err != nil {
			return nil, err
		}
		return []row{
			{
				measure: "outcomes registered, 64 connections, each answered when it is on disk", figure: rate(rates[3], "outcomes"),
				ready: rate(rates[2], "outcomes"), wanted: atLeast(3000),
			},
			{measure: "… over one connection, one commit each", figure: rate(rates[1], "outcomes"), ready: rate(rates[0], "outcomes")},
		}, nil
	})
}

// measureImportBesideSQLite tells how long the same file took into either database.
func measureImportBesideSQLite(_ context.Context, p *pair) ([]row, error) {
	took := p.campaign.Import
	if took == 0 { // the campaign was found on the server
		return nil, nil
	}
	imported := row{
		measure: "import from CSV into one campaign", figure: perSecond(took.Seconds()/float64(p.n), "rows"), wanted: atLeast(60_000),
		note: "command " + took.Round(100*time.Millisecond).String(),
	}
	if beside := p.sqlite.Import; beside > 0 {
		imported.ready = perSecond(beside.Seconds()/float64(p.n), "rows")
	}
	return []row{imported}, nil
}
