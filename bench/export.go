package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"
)

// exportRounds is how often each file is written: they take long enough to be told apart.
const exportRounds = 3

// exported are the formats that are measured against the walk, and what part of its speed each should have.
var exported = []struct {
	format string
	wanted float64
}{
	{"ndjson", 100}, {"csv", 60}, {"parquet", 30},
}

// measureExports writes the list as a file in each format, as against walking it by next.
func measureExports(ctx context.Context, p *pair) ([]row, error) {
	sides := []side{p.walkSide(ctx, "walk")}
	for _, of := range exported {
		sides = append(sides, side{of.format, 1, func(int) error { return p.download(ctx, of.format) }})
	}
	seconds, err := takeTurns(ctx, min(p.rounds, exportRounds), sides)
	if err != nil {
		return nil, err
	}
	records := float64(p.n)
	rows := make([]row, 0, 2*len(exported)+2)
	for i, of := range exported {
		rows = append(rows, row{
			measure: "export as " + of.format + ", against the walk", figure: perSecond(seconds[i+1]/records, "records"),
			ready: perSecond(seconds[0]/records, "records"), ratio: percent(seconds[0]/seconds[i+1], "the walk"), wanted: atLeast(of.wanted),
		})
	}
	started := time.Now()
	if err := p.download(ctx, "xlsx"); err != nil {
		return nil, err
	}
	return append(rows, row{measure: "export as xlsx", figure: perSecond(time.Since(started).Seconds()/records, "rows"), wanted: atLeast(8000)}), nil
}

// measureExportMemory writes the list in each format by a server that has worked before, and watches its memory.
func measureExportMemory(ctx context.Context, p *pair) ([]row, error) {
	if err := p.walk(ctx, func([]byte) error { return nil }); err != nil {
		return nil, err
	}
	var rows []row
	for _, format := range []string{"ndjson", "csv", "parquet", "xlsx"} {
		watch := watchMemory(p.process.pid)
		err := p.download(ctx, format)
		_, own, watching := watch()
		if err == nil {
			err = watching
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{measure: "memory of its own while exporting as " + format, figure: megabytes(own), wanted: atMost(200)})
	}
	return rows, nil
}

// download reads a file to its end.
func (p *pair) download(ctx context.Context, format string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.process.address+p.path()+"?format="+format, http.NoBody)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Token "+p.real.token)
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("a file as %s: status %d", format, response.StatusCode)
	}
	buffer := make([]byte, 256<<10)
	_, err = io.CopyBuffer(struct{ io.Writer }{io.Discard}, response.Body, buffer)
	return err
}
