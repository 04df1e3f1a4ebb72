package cli

import (
	"testing"

	"callflow"
)

func TestMetricsAreForThisMachineAlone(t *testing.T) {
	t.Parallel()
	for address, allowed := range map[string]bool{
		"127.0.0.1:9090": true, "[::1]:9090": true, "localhost:9090": true,
		"0.0.0.0:9090": false, ":9090": false, "[::]:9090": false, "192.0.2.7:9090": false, "metrics.example:9090": false, "9090": false,
	} {
		if err := checkMetrics(address); (err == nil) != allowed || err != nil && callflow.ErrorCode(err) != callflow.Invalid {
			t.Errorf("%s: %v", address, err)
		}
	}
}
