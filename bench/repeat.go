package main

import (
	"context"
	"errors"
)

const acceptGzip = "Accept-Encoding: gzip"

// How many requests a round has, so that it takes about a tenth of a second.
const (
	gzipPerRound        = 500
	notModifiedPerRound = 2000
)

// measureGzip asks again and again for a page in which nothing has changed.
func measureGzip(ctx context.Context, p *pair) ([]row, error) {
	target := p.page(1, "")
	first, err := p.real.get(target, 200, acceptGzip)
	if err != nil {
		return nil, err
	}
	if first.header("Content-Encoding") != "gzip" {
		return nil, errors.New("the server did not compress the page")
	}
	seconds, err := takeTurns(ctx, p.rounds, []side{
		p.readySide(firstGzip, gzipPerRound, acceptGzip),
		{"gzip", gzipPerRound, func(int) error {
			_, err := p.real.get(target, 200, acceptGzip)
			return err
		}},
	})
	if err != nil {
		return nil, err
	}
	return []row{againstReady("pages, gzip, unchanged since last asked", "pages", seconds, atLeast(60))}, nil
}

// measureNotModified asks for a page that the client has, against a handler that does nothing.
func measureNotModified(ctx context.Context, p *pair) ([]row, error) {
	target := p.page(1, "")
	first, err := p.real.get(target, 200)
	if err != nil {
		return nil, err
	}
	known := "If-None-Match: " + first.header("ETag")
	seconds, err := takeTurns(ctx, p.rounds, []side{
		{"empty handler", notModifiedPerRound, func(int) error {
			_, err := p.kept.get(emptyPath, 200, known)
			return err
		}},
		{"304", notModifiedPerRound, func(int) error {
			_, err := p.real.get(target, 304, known)
			return err
		}},
	})
	if err != nil {
		return nil, err
	}
	r := againstReady("304 answers (ready-made: an empty handler)", "answers", seconds, atLeast(60))
	r.ratio.unit = "% of empty"
	return []row{r}, nil
}
