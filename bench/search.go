package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// searchRow is a page of customers that is measured: what is asked for, and how long it may take.
type searchRow struct {
	name    string
	request app.BrowseRequest
	most    float64 // milliseconds
}

// browsedTogether is how many customers a page of the console shows.
const browsedTogether = 50

// searchRows, as somebody looks for one customer and through many.
func searchRows() []searchRow {
	hundredth := []string{hundredthState}
	return []searchRow{
		{"search by id", app.BrowseRequest{Search: strconv.Itoa(firstCustomerID + 1234)}, 50},
		{"search by telephone number, with spaces", app.BrowseRequest{Search: "412 34 567"}, 50},
		{"search by a part of a name that many have", app.BrowseRequest{Search: "fjaer"}, 300},
		{"search by two parts of names", app.BrowseRequest{Search: "bakkebo ase"}, 300},
		{"search by what nobody has together", app.BrowseRequest{Search: "bakkebo dalsasen"}, 300},
		{"search by a part that many have, in a state of 1 %", app.BrowseRequest{Search: "fjaer", States: hundredth}, 300},
		{"page of the list", app.BrowseRequest{}, 100},
		{"page of the latest changes", app.BrowseRequest{Order: app.OrderChanged}, 100},
		{"page of the latest changes of a state of 1 %", app.BrowseRequest{Order: app.OrderChanged, States: hundredth}, 100},
		{"page of those that are due", app.BrowseRequest{Order: app.OrderDue}, 100},
		{"page by name of what a search finds", app.BrowseRequest{Order: app.OrderName, Search: strconv.Itoa(firstCustomerID + 1234)}, 100},
	}
}

// measureSearch brings the index up to date, beside the server that does so as well, and times pages of customers through the verbs
// that the console's pages are made by.
func measureSearch(ctx context.Context, p *pair) (rows []row, err error) {
	err = p.campaign.withVerbs(ctx, func(verbs *app.App, opened *store.Store, account int64) error {
		rows, err = searchIn(ctx, p.bench, &searched{verbs, opened, account, p.campaign.ID})
		return err
	})
	return rows, err
}

// searched is what is searched, through its verbs.
type searched struct {
	verbs      *app.App
	opened     *store.Store
	account    int64
	campaignID int64
}

func searchIn(ctx context.Context, b *bench, in *searched) (rows []row, err error) {
	if err := in.verbs.IndexSearch(ctx, in.account); err != nil {
		return nil, err
	}
	moment, err := in.opened.Moment(ctx, in.account)
	if err != nil {
		return nil, err
	}
	setup, err := in.opened.SetupAt(ctx, in.account, moment)
	if err != nil {
		return nil, err
	}
	session := auth.Operator(setup)
	for _, asked := range searchRows() {
		asked.request.CampaignID, asked.request.Limit = in.campaignID, browsedTogether
		seconds, found, err := timeBrowse(b.rounds, &asked.request, func(request *app.BrowseRequest) (*app.BrowsePage, error) {
			return in.verbs.Browse(ctx, session, request)
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", asked.name, err)
		}
		rows = append(rows, row{
			measure: asked.name, figure: milliseconds(seconds), wanted: atMost(asked.most), note: thousands(strconv.FormatInt(found, 10)) + " found",
		})
	}
	return rows, nil
}

// timeBrowse gives the median of several pages and of those after them.
func timeBrowse(rounds int, request *app.BrowseRequest, browse func(*app.BrowseRequest) (*app.BrowsePage, error)) (seconds float64, found int64, err error) {
	var all []float64
	for range rounds {
		started := time.Now()
		page, err := browse(request)
		if err != nil {
			return 0, 0, err
		}
		all = append(all, time.Since(started).Seconds())
		found = max(found, page.Count)
		request.Cursor = page.Next
	}
	return median(all), found, nil
}
