package main

import (
	"context"
	"time"
)

// measureImport tells how long the import took that made the campaign: the whole command, its start included.
func measureImport(_ context.Context, p *pair) ([]row, error) {
	took := p.campaign.Import
	if took == 0 { // the campaign was found in the folder
		return nil, nil
	}
	return []row{{
		measure: "import from CSV into one campaign", figure: perSecond(took.Seconds()/float64(p.n), "rows"), wanted: atLeast(60_000),
		note: "command " + took.Round(100*time.Millisecond).String(),
	}}, nil
}
