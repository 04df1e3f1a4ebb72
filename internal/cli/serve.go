package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/mirror"
	"callflow/internal/server"
	"callflow/internal/store"
)

// serveOptions are the flags of `serve`; `demo` has the first alone.
type serveOptions struct {
	listen            string
	domain            string
	certFile          string
	keyFile           string
	behindProxy       []string
	insecureHTTP      bool
	unknownParameters string
	ratePerMinute     int
	standbys          []string
	mirrorFile        string
	metrics           string
	maxUpload         int64
	quiet             bool

	firstRunCode string                          // of `serve` on an empty database
	around       func(http.Handler) http.Handler // of `demo --as-vendor`
}

func (c *command) serveCommand() *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Answer the API until interrupted",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmp.Or(atLeast("rate", int64(o.ratePerMinute), 0), atLeast("max-upload", o.maxUpload, 1)); err != nil {
				return err
			}
			return withStore(cmd.Context(), c.db, o.standbys, func(_ *store.Store, a *app.App) (err error) {
				if o.firstRunCode, err = firstRunCode(cmd.Context(), a); err != nil {
					return err
				}
				return c.serve(cmd.Context(), a, &o, func(url string) error { return c.announce(url, o.firstRunCode) })
			})
		},
	}
	c.databaseFlags(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.listen, "listen", "127.0.0.1:8080", "address to listen on; port 0 picks a free one")
	flags.StringArrayVar(&o.standbys, "db-replica", nil, "a standby of the PostgreSQL database, to read status lists from; repeatable")
	flags.StringVar(&o.domain, "domain", "", "domain of the service: the label before it names the account")
	flags.StringVar(&o.certFile, "tls-cert", "", "certificate file (PEM), for HTTPS")
	flags.StringVar(&o.keyFile, "tls-key", "", "key file (PEM) of the certificate")
	flags.StringSliceVar(&o.behindProxy, "behind-proxy", nil, "addresses (CIDR) of the proxies whose forwarded headers are believed")
	flags.BoolVar(&o.insecureHTTP, "insecure-http", false, "listen in the clear beyond loopback")
	flags.StringVar(&o.unknownParameters, "unknown-parameters", "refuse", "refuse or ignore query parameters that are not known")
	flags.IntVar(&o.ratePerMinute, "rate", 0, "requests that a user may make per minute; 0 is without limit")
	flags.StringVar(&o.mirrorFile, "mirror-file", "", "a TOML file of the servers that accounts here follow")
	flags.StringVar(&o.metrics, "metrics", "", "address for GET /metrics (Prometheus), which asks for no token")
	flags.Int64Var(&o.maxUpload, "max-upload", 2048, "how large a file may be that is imported through the API or the console, in MB")
	flags.BoolVar(&o.quiet, "quiet", false, "log no requests")
	return cmd
}

// serve answers until ctx ends. ready is told the URL before the first answer.
func (c *command) serve(ctx context.Context, a *app.App, o *serveOptions, ready func(url string) error) error {
	log := newLogWriter(c.Err)
	defer log.Close()
	config, err := c.serverConfig(o, log)
	if err != nil {
		return err
	}
	mirrors, err := c.readMirrorFile(o.mirrorFile)
	if err != nil {
		return err
	}
	temporary, err := newTempFolder()
	if err != nil { // uploads and exports say so themselves, and may work all the same
		config.Log.Warn("there is no folder for temporary files", slog.Any("error", err))
	}
	defer temporary.remove()
	s, err := server.Listen(a, config)
	if err != nil {
		return err
	}
	if err := ready(s.URL()); err != nil {
		return err
	}
	stop, err := serveBeside(ctx, o.metrics, mirror.NewKeeper(a, mirrors), config.Log)
	if err != nil {
		return err
	}
	defer stop()
	return s.Serve(ctx)
}

// serveBeside runs the mirrors and answers for the metrics. stop ends both and waits for that.
func serveBeside(ctx context.Context, metrics string, keeper *mirror.Keeper, log *slog.Logger) (stop func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	var all sync.WaitGroup
	if metrics != "" {
		ended, err := serveMetrics(ctx, metrics, keeper.Collector())
		if err != nil {
			cancel()
			return nil, err
		}
		all.Go(func() { <-ended })
	}
	all.Go(func() { keeper.Run(ctx, logMirror(log)) })
	return func() { cancel(); all.Wait() }, nil
}

// firstRunCode is what whoever makes the first account has to know: they can read what the server prints. "" where there is one.
func firstRunCode(ctx context.Context, a *app.App) (string, error) {
	empty, err := a.Empty(ctx)
	if err != nil || !empty {
		return "", err
	}
	text := strings.NewReplacer("I", "8", "O", "9").Replace(rand.Text()) // nobody takes a letter for a digit
	return text[:4] + "-" + text[4:8], nil
}

func (c *command) announce(url, code string) error {
	if c.json {
		told := map[string]string{"url": url}
		if code != "" {
			told["first_run_code"] = code
		}
		return c.printJSON(told)
	}
	if err := c.printf("listening on %s\n", url); err != nil || code == "" {
		return err
	}
	return c.printf("first run: open %s/first-run and type the code %s\n", url, code)
}

func (c *command) serverConfig(o *serveOptions, log io.Writer) (server.Config, error) {
	if o.unknownParameters != "refuse" && o.unknownParameters != "ignore" {
		return server.Config{}, usagef("--unknown-parameters is refuse or ignore, not %q", o.unknownParameters)
	}
	level := slog.LevelInfo
	if o.quiet {
		level = slog.LevelWarn
	}
	config := server.Config{
		Listen: o.listen, CertFile: o.certFile, KeyFile: o.keyFile, InsecureHTTP: o.insecureHTTP, FirstRunCode: o.firstRunCode, Around: o.around,
		Log: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: level})),
		API: api.Config{
			Domain: o.domain, IgnoreUnknownParameters: o.unknownParameters == "ignore", RatePerMinute: o.ratePerMinute, MaxUpload: o.maxUpload << 20,
		},
	}
	for _, text := range o.behindProxy {
		prefix, err := parsePrefix(text)
		if err != nil {
			return config, usagef("--behind-proxy: %q is no address such as 10.0.0.0/8", text)
		}
		config.BehindProxy = append(config.BehindProxy, prefix)
	}
	return config, nil
}

// parsePrefix reads a CIDR, or a single address.
func parsePrefix(text string) (netip.Prefix, error) {
	if address, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(address, address.BitLen()), nil
	}
	return netip.ParsePrefix(text)
}
