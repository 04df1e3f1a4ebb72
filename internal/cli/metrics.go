package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"callflow"
	"callflow/internal/server"
)

// metricsTimeout bounds a request for the metrics.
const metricsTimeout = 10 * time.Second

// checkMetrics refuses an address that others could reach: what is told there is told to anybody, in the clear.
func checkMetrics(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return &callflow.Error{
			Code: callflow.Invalid, Message: fmt.Sprintf("%q is no address for --metrics.", address), Fix: "Write it as 127.0.0.1:9090.",
		}
	}
	if server.IsLoopback(host) {
		return nil
	}
	return &callflow.Error{
		Code: callflow.Invalid, Message: "callflow does not answer for its metrics on " + address + ": whoever reaches it could read them, in the clear.",
		Fix: "Give an address of this machine alone, such as 127.0.0.1:9090, and put a proxy in front for others.",
	}
}

// serveMetrics answers GET /metrics on an address of its own until ctx ends: it asks for no token, so it is not for the network at large.
func serveMetrics(ctx context.Context, address string, more ...prometheus.Collector) (ended <-chan struct{}, err error) {
	if err := checkMetrics(address); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, &callflow.Error{
			Code: callflow.Unavailable, Message: "callflow can't listen on " + address + ".", Fix: "Choose a free address with --metrics.", Err: err,
		}
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	registry.MustRegister(more...)
	routes := http.NewServeMux()
	routes.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	s := &http.Server{Handler: routes, ReadHeaderTimeout: metricsTimeout, ReadTimeout: metricsTimeout, WriteTimeout: metricsTimeout}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := s.Serve(listener); err != nil && !errors.Is(err, http.ErrServerClosed) {
			_ = listener.Close()
		}
	}()
	context.AfterFunc(ctx, func() { _ = s.Close() })
	return done, nil
}
