package setuppages

import (
	_ "embed"
	"slices"
	"strings"

	"callflow/internal/console/ui"
)

// zoneNames are the time zones that may be chosen: those of the tz database's zone.tab, and UTC, one a line.
//
//go:embed zones.txt
var zoneNames string

// ZoneOptions are the zones to choose from; one that is not among them stays a choice where it is chosen already.
func ZoneOptions(chosen string) []ui.Option {
	names := strings.Fields(zoneNames)
	if chosen != "" && !slices.Contains(names, chosen) {
		names = append(names, chosen)
	}
	options := make([]ui.Option, len(names))
	for i, name := range names {
		options[i] = ui.Option{Value: name, Text: strings.ReplaceAll(name, "_", " "), Selected: name == chosen}
	}
	return options
}
