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

// measureExports writes the list as a file in each format, as against walking it by next, and watches the server's memory.
func measureExports(ctx context.Context, p *pair) ([]row, error) {
	sides := []side{p.walkSide(ctx, "walk")}
	peaks := make([]float64, len(exported)+1)
	for i, of := range exported {
		sides = append(sides, side{of.format, 1, func(int) error { return p.download(ctx, of.format, &peaks[i]) }})
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
			note: "memory of its own " + megabytes(peaks[i]).String(),
		})
	}
	started := time.Now()
	last := &peaks[len(exported)]
	if err := p.download(ctx, "xlsx", last); err != nil {
		return nil, err
	}
	rows = append(rows, row{
		measure: "export as xlsx", figure: perSecond(time.Since(started).Seconds()/records, "rows"), wanted: atLeast(8000),
		note: "memory of its own " + megabytes(*last).String(),
	})
	most := 0.0
	for _, peak := range peaks {
		most = max(most, peak)
	}
	return append(rows, row{measure: "memory while exporting, the most of all formats", figure: megabytes(most), wanted: atMost(200)}), nil
}

// download reads a file to its end, and notes the most memory of its own that the server had meanwhile.
func (p *pair) download(ctx context.Context, format string, peak *float64) error {
	watch := watchMemory(p.process.pid)
	err := p.readFile(ctx, format)
	_, own, watching := watch()
	*peak = max(*peak, own)
	if err != nil {
		return err
	}
	return watching
}

func (p *pair) readFile(ctx context.Context, format string) error {
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
