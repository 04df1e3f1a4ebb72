package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// What is wanted of a page of the console, in milliseconds.
const (
	mostOfPage   = 100
	mostOfLookUp = 50
	mostOfSearch = 300
)

// mostOfFiles is how many kB of style and script the console may send in all.
const mostOfFiles = 60

// consolePage is a page that is timed.
type consolePage struct {
	name string
	path func(i int) string
	most float64 // milliseconds
}

// visitor reads the console's pages as somebody who is signed in.
type visitor struct {
	*pair
	cookie string
}

// signIn signs the user of the measurements in.
func (p *pair) signIn(ctx context.Context) (*visitor, error) {
	form := url.Values{"email": {userEmail}, "password": {password}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+p.process.address+"/sign-in", strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	signing := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := signing.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	for _, cookie := range answer.Cookies() {
		return &visitor{p, "Cookie: " + cookie.Name + "=" + cookie.Value}, nil
	}
	return nil, fmt.Errorf("signing in was answered %d without a cookie", answer.StatusCode)
}

func (v *visitor) get(path string) (string, error) {
	got, err := v.real.get(path, http.StatusOK, v.cookie)
	return string(got.body), err
}

// longestIndexing is how long the search index of the measured campaign may take to be there.
const longestIndexing = time.Hour

// awaitSearch waits until a search knows every customer, and tells how long that took.
func (v *visitor) awaitSearch(ctx context.Context) (time.Duration, error) {
	started := time.Now()
	for time.Since(started) < longestIndexing {
		body, err := v.get(v.campaignPage("search=finnesikke"))
		if err != nil {
			return 0, err
		}
		if !strings.Contains(body, "the search does not know") {
			return time.Since(started), nil
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	return 0, errors.New("the search index was not there within an hour")
}

func (v *visitor) campaignPage(query string) string {
	return "/campaigns/" + strconv.FormatInt(v.campaign.ID, 10) + "?" + query
}

// measureConsole times pages of the console as a signed-in admin sees them.
func measureConsole(ctx context.Context, p *pair) ([]row, error) {
	v, err := p.signIn(ctx)
	if err != nil {
		return nil, err
	}
	indexed, err := v.awaitSearch(ctx)
	if err != nil {
		return nil, err
	}
	p.say("the search index was there after %.0f s", indexed.Seconds())
	pages, err := v.timedPages()
	if err != nil {
		return nil, err
	}
	sides := make([]side, len(pages))
	for i := range pages {
		sides[i] = side{pages[i].name, 5, func(n int) error {
			_, err := v.get(pages[i].path(n))
			return err
		}}
	}
	seconds, err := takeTurns(ctx, p.rounds, sides)
	if err != nil {
		return nil, err
	}
	rows := make([]row, 0, len(pages)+1)
	for i := range pages {
		rows = append(rows, row{measure: "console: " + pages[i].name, figure: milliseconds(seconds[i]), wanted: atMost(pages[i].most)})
	}
	files, err := v.files()
	return append(rows, row{measure: "console: style and script in all", figure: quantity{float64(files) / 1000, "kB", 1}, wanted: atMost(mostOfFiles)}), err
}

// pages are those that are timed; what they ask for differs from time to time.
func (v *visitor) timedPages() ([]consolePage, error) {
	customers, err := v.someCustomers()
	if err != nil {
		return nil, err
	}
	next, err := v.linkTo(v.campaignPage("order=changed"), `rel="next" href="`)
	if err != nil {
		return nil, err
	}
	fixed := func(path string) func(int) string { return func(int) string { return path } }
	search := func(of func(c *sampleCustomer) string) func(int) string {
		return func(i int) string {
			return v.campaignPage("search=" + url.QueryEscape(of(&customers[i%len(customers)])))
		}
	}
	return []consolePage{
		{"campaigns", fixed("/campaigns"), mostOfPage},
		{"a campaign with its customers", fixed(v.campaignPage("")), mostOfPage},
		{"… in a call state with 1 % of them", fixed(v.campaignPage("call_state=" + url.QueryEscape(hundredthState))), mostOfPage},
		{"… the latest change first", fixed(v.campaignPage("order=changed")), mostOfPage},
		{"… the page after that", fixed(next), mostOfPage},
		{"… those that are due first", fixed(v.campaignPage("order=due")), mostOfPage},
		{"search by id", search(func(c *sampleCustomer) string { return c.id }), mostOfLookUp},
		{"search by telephone number", search(func(c *sampleCustomer) string { return c.phone }), mostOfLookUp},
		{"search by part of a name", search(func(c *sampleCustomer) string { return c.name[1:5] }), mostOfSearch},
		{"search by a whole name", search(func(c *sampleCustomer) string { return c.name }), mostOfSearch},
		{"search by part of a name, in a call state with 1 %", func(i int) string {
			part := customers[i%len(customers)].name[1:5]
			return v.campaignPage("search=" + url.QueryEscape(part) + "&call_state=" + url.QueryEscape(hundredthState))
		}, mostOfSearch},
		{"a customer", func(i int) string { return customers[i%len(customers)].path }, mostOfPage},
		{"the desk", fixed(v.desk()), mostOfPage},
		{"the desk with a customer", func(i int) string { return v.deskWith(&customers[i%len(customers)]) }, mostOfPage},
		{"imports", fixed("/imports"), mostOfPage},
		{"set-up", fixed("/set-up"), mostOfPage},
		{"the API's reference", fixed("/reference"), mostOfPage},
	}, nil
}

func (v *visitor) desk() string { return "/desk/" + strconv.FormatInt(v.campaign.ID, 10) }

func (v *visitor) deskWith(c *sampleCustomer) string {
	return v.desk() + "/customer?id=" + url.QueryEscape(c.id)
}

// files counts the bytes of style and scripts that the desk names, which has all of them.
func (v *visitor) files() (int, error) {
	customers, err := v.someCustomers()
	if err != nil {
		return 0, err
	}
	body, err := v.get(v.deskWith(&customers[0]))
	if err != nil {
		return 0, err
	}
	total := 0
	for _, part := range strings.Split(body, `"/static/`)[1:] {
		name, _, _ := strings.Cut(part, `"`)
		if strings.HasPrefix(name, "icon") {
			continue
		}
		text, err := v.get("/static/" + name)
		if err != nil {
			return 0, err
		}
		total += len(text)
	}
	return total, nil
}

// linkTo finds where a link of a page leads.
func (v *visitor) linkTo(path, before string) (string, error) {
	body, err := v.get(path)
	if err != nil {
		return "", err
	}
	_, after, ok := strings.Cut(body, before)
	link, _, ended := strings.Cut(after, `"`)
	if !ok || !ended {
		return "", fmt.Errorf("%s has no link %s", path, before)
	}
	link, _, _ = strings.Cut(strings.ReplaceAll(link, "&amp;", "&"), "#")
	return link, nil
}
