package browser

import (
	"time"

	"github.com/chromedp/cdproto/network"
)

// Offline takes the network away from the window's page, or gives it back.
func (w *Window) Offline(offline bool) {
	w.t.Helper()
	if !offline {
		w.network()
		return
	}
	w.network(&network.Conditions{DownloadThroughput: -1, UploadThroughput: -1, Offline: true})
}

// Slow lets each answer take so long from now on.
func (w *Window) Slow(each time.Duration) {
	w.t.Helper()
	w.network(&network.Conditions{DownloadThroughput: -1, UploadThroughput: -1, Latency: float64(each.Milliseconds())})
}

func (w *Window) network(conditions ...*network.Conditions) {
	w.t.Helper()
	if conditions == nil {
		conditions = []*network.Conditions{}
	}
	rules := network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: conditions}
	w.do("change the network", command(network.EmulateNetworkConditionsByRule, rules))
}
