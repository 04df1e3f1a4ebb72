package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"callflow"
	"callflow/internal/mirror"
	"callflow/remote"
)

// mirrorFile is the form of `serve --mirror-file`.
type mirrorFile struct {
	Mirrors []mirrorEntry `toml:"mirror"`
}

type mirrorEntry struct {
	URL       string  `toml:"url"`
	TokenFile string  `toml:"token_file"` // beside the mirror file, where its path is not absolute
	Account   string  `toml:"account"`
	Campaigns []int64 `toml:"campaigns"`
	Every     string  `toml:"every"`
}

// usualEvery is the pause of a mirror that names none.
const usualEvery = 15 * time.Minute

// readMirrorFile reads which mirrors a server runs; none where no file is named.
func (c *command) readMirrorFile(path string) ([]mirror.Plan, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, mirrorFileError(path, "can't be read: "+reasonOf(err))
	}
	defer file.Close()
	var read mirrorFile
	if err := toml.NewDecoder(file).DisallowUnknownFields().Decode(&read); err != nil {
		return nil, mirrorFileError(path, tomlProblem(err))
	}
	plans := make([]mirror.Plan, len(read.Mirrors))
	taken := make(map[string]bool)
	for i := range read.Mirrors {
		if plans[i], err = c.planOf(path, &read.Mirrors[i]); err != nil {
			return nil, err
		}
		if taken[plans[i].Account] {
			return nil, mirrorFileError(path, "has two mirrors into the account "+plans[i].Account)
		}
		taken[plans[i].Account] = true
	}
	return plans, nil
}

func (c *command) planOf(path string, m *mirrorEntry) (plan mirror.Plan, err error) {
	plan = mirror.Plan{Account: m.Account, Campaigns: m.Campaigns, Every: usualEvery}
	if m.Every != "" {
		if plan.Every, err = time.ParseDuration(m.Every); err != nil || plan.Every < leastEvery {
			return plan, mirrorFileError(path, fmt.Sprintf("has `every = %q`: a pause is written as \"15m\" or \"30s\"", m.Every))
		}
	}
	if m.TokenFile == "" {
		return plan, mirrorFileError(path, "has a mirror without a token_file")
	}
	if !filepath.IsAbs(m.TokenFile) {
		m.TokenFile = filepath.Join(filepath.Dir(path), m.TokenFile)
	}
	token, err := c.readToken(m.TokenFile)
	if err != nil {
		return plan, err
	}
	if plan.Remote, err = remote.New(m.URL, remote.Options{Token: token}); err != nil {
		return plan, err
	}
	plan.Account = cmp.Or(plan.Account, accountFor(plan.Remote.Server()))
	return plan, nil
}

func tomlProblem(err error) string {
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) && len(unknown.Errors) > 0 {
		row, _ := unknown.Errors[0].Position()
		return fmt.Sprintf("has an unknown key in line %d: %s", row, strings.Join(unknown.Errors[0].Key(), "."))
	}
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		row, _ := decode.Position()
		return fmt.Sprintf("is no TOML in line %d: %s", row, decode.Error())
	}
	return "is no TOML"
}

func reasonOf(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

func mirrorFileError(path, problem string) error {
	return &callflow.Error{
		Code: callflow.Invalid, Message: "The mirror file " + path + " " + problem + ".",
		Fix: "It holds, for each mirror, [[mirror]] with url and token_file, and if you like account, campaigns and every.",
	}
}

// logMirror logs a run: nothing of what customers hold, and nothing where nothing happened.
func logMirror(log *slog.Logger) func(string, *mirror.Result, error) {
	return func(account string, result *mirror.Result, err error) {
		if err != nil {
			log.LogAttrs(context.Background(), slog.LevelWarn, "mirror failed", slog.String("account", account), slog.String("error", callflow.ErrorText(err)))
			return
		}
		if result.Added+result.Moved+result.Customers+result.Removed == 0 && len(result.Unsettled) == 0 {
			return
		}
		log.LogAttrs(context.Background(), slog.LevelInfo, "mirrored", slog.String("account", account), slog.Int64("records", result.Records),
			slog.Int64("added", result.Added), slog.Int64("moved", result.Moved), slog.Int64("customers", result.Customers),
			slog.Int64("removed", result.Removed), slog.Int("unsettled", len(result.Unsettled)))
	}
}
