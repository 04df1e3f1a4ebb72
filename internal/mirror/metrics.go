package mirror

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// The metrics of mirrors; each is told by account.
var (
	lastSuccess = metric("last_success_timestamp_seconds", "When both sides last agreed, in seconds since 1970; 0 for never.")
	lag         = metric("lag_seconds", "How long ago both sides last agreed; since the server started where they never have.")
	up          = metric("up", "1 where the latest run succeeded, 0 where it failed or there was none.")
	runs        = metric("runs_total", "Runs since the server started.")
	failures    = metric("failures_total", "Runs that failed since the server started.")
	records     = metric("records", "Records that the latest run looked at.")
	duration    = metric("duration_seconds", "How long the latest run took that succeeded.")
)

func metric(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("callflow_mirror_"+name, help, []string{"account"}, nil)
}

// Collector tells Prometheus how the mirrors go.
func (k *Keeper) Collector() prometheus.Collector { return &collector{keeper: k, started: time.Now()} }

type collector struct {
	keeper  *Keeper
	started time.Time
}

// Describe names the metrics.
func (c *collector) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{lastSuccess, lag, up, runs, failures, records, duration} {
		to <- desc
	}
}

// Collect tells them as they are now.
func (c *collector) Collect(to chan<- prometheus.Metric) {
	health := c.keeper.Health()
	for i := range health {
		c.collect(&health[i], to)
	}
}

func (c *collector) collect(h *Health, to chan<- prometheus.Metric) {
	gauge := func(desc *prometheus.Desc, kind prometheus.ValueType, value float64) {
		to <- prometheus.MustNewConstMetric(desc, kind, value, h.Account)
	}
	agreed, since := 0.0, c.started
	if !h.LastSuccess.IsZero() {
		agreed, since = float64(h.LastSuccess.Unix()), h.LastSuccess
	}
	isUp := 0.0
	if h.Runs > 0 && !h.LastFailed {
		isUp = 1
	}
	gauge(lastSuccess, prometheus.GaugeValue, agreed)
	gauge(lag, prometheus.GaugeValue, time.Since(since).Seconds())
	gauge(up, prometheus.GaugeValue, isUp)
	gauge(runs, prometheus.CounterValue, float64(h.Runs))
	gauge(failures, prometheus.CounterValue, float64(h.Failures))
	gauge(records, prometheus.GaugeValue, float64(h.Records))
	gauge(duration, prometheus.GaugeValue, h.Took.Seconds())
}
