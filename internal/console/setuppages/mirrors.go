package setuppages

import (
	"encoding/json"
	"strconv"
	"time"

	"callflow"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
)

// mirrorsView is the page of what the account follows.
type mirrorsView struct {
	ui.Frame
	Crumbs  []crumb
	Mirrors []mirrorView
}

// mirrorView is a mirror as the page shows it; texts are in the reader's language.
type mirrorView struct {
	URL       string
	Running   bool
	Started   string
	Succeeded string
	Failed    string
	Error     string
	Failing   bool // it failed after it last succeeded
	Lag       string
	Counts    []mirrorCount
}

type mirrorCount struct{ Text, Number string }

// mirrorCounts are what a run counts, in the order in which it does, by the verb's names.
var mirrorCounts = []ui.Option{
	{Value: "campaigns", Text: "Campaigns"},
	{Value: "records", Text: "Records looked at"},
	{Value: "added", Text: "Added to a campaign"},
	{Value: "moved", Text: "Moved in a campaign"},
	{Value: "removed", Text: "Taken out of a campaign"},
	{Value: "customers_changed", Text: "Customers whose values changed"},
	{Value: "anonymized", Text: "Anonymised, as there"},
	{Value: "without_id", Text: "Records without a customer's id"},
	{Value: "refused", Text: "Records that were refused"},
}

// Mirrors answers the page of what the account follows, and how the latest runs went.
func Mirrors(req *ui.Request) error {
	report, err := req.Console.App.Mirrors(req.Context(), req.Session)
	if err != nil {
		return err
	}
	var told []struct {
		URL         string
		Running     bool
		StartedAt   string `json:"started_at"`
		SucceededAt string `json:"succeeded_at"`
		FailedAt    string `json:"failed_at"`
		Error       string
		Lag         *int64 `json:"lag_seconds"`
		Result      map[string]json.RawMessage
	}
	if err := json.Unmarshal(report.Body, &told); err != nil {
		return err
	}
	page := &mirrorsView{Frame: req.Frame("Mirrors"), Crumbs: crumbs(req)}
	for _, m := range told {
		shown := mirrorView{
			URL: m.URL, Running: m.Running,
			Started: minuteText(page.Reader, m.StartedAt), Succeeded: minuteText(page.Reader, m.SucceededAt), Failed: minuteText(page.Reader, m.FailedAt),
			Error: m.Error, Failing: m.Error != "",
		}
		if m.Lag != nil {
			shown.Lag = durationText(page.Reader, time.Duration(*m.Lag)*time.Second)
		}
		for _, count := range mirrorCounts {
			if n, err := strconv.ParseInt(string(m.Result[count.Value]), 10, 64); err == nil {
				shown.Counts = append(shown.Counts, mirrorCount{page.T(count.Text), page.Number(n)})
			}
		}
		page.Mirrors = append(page.Mirrors, shown)
	}
	return req.Render("setup_mirrors", page)
}

// minuteText writes a time that is told to the minute in the account's zone; "" for none.
func minuteText(r locale.Reader, text string) string {
	at, err := time.ParseInLocation(callflow.MinuteLayout, text, r.Zone)
	if err != nil {
		return text
	}
	return r.Moment(at.UnixMilli())
}

// durationText says how long something takes, in its two largest units.
func durationText(r locale.Reader, d time.Duration) string {
	minutes, hours, days := int64(d/time.Minute), int64(d/time.Hour), int64(d/(24*time.Hour))
	switch {
	case minutes < 1:
		return r.T("less than a minute")
	case hours < 1:
		return r.T("%d min", minutes)
	case days < 1:
		return r.T("%d h %d min", hours, minutes%60)
	}
	return r.T("%d d %d h", days, hours%24)
}
