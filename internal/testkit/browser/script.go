package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"github.com/chromedp/chromedp"
)

// script is what tests know of pages in general: how things are called, and where they are.
//
//go:embed page.js
var script string

// accessibility is a function that finds what keeps people from using a page.
//
//go:embed accessibility.js
var accessibility string

// withPage is an expression of JavaScript in which page is what page.js knows.
func withPage(expression string, args ...any) string {
	quoted := make([]any, len(args))
	for i, arg := range args {
		quoted[i] = quote(arg)
	}
	return "((page) => " + fmt.Sprintf(expression, quoted...) + ")(" + script + ")"
}

func quote(value any) string {
	quoted, err := json.Marshal(value)
	if err != nil {
		panic(err) // no test has such arguments
	}
	return string(quoted)
}

// evaluate gives what an expression is in the page that the window shows.
func evaluate[T any](w *Window, expression string) T {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.context, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		w.t.Fatalf("%.200s: %v", expression, err)
	}
	return value
}

// await waits until an expression is true. A page that goes away while it is asked is asked again as the next one.
func (w *Window) await(what, expression string) {
	w.t.Helper()
	w.awaitOr(what, expression, func(context.Context) string { return "" })
}

// awaitOr is await, and says why it waited in vain.
func (w *Window) awaitOr(what, expression string, why func(context.Context) string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.context, patience)
	defer cancel()
	pause := time.NewTicker(15 * time.Millisecond)
	defer pause.Stop()
	for {
		is, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression))
		if err == nil && is {
			return
		}
		select {
		case <-pause.C:
			continue
		case <-ctx.Done():
		}
		told, done := context.WithTimeout(w.context, patience)
		w.t.Logf("at last: %s (%v)", why(told), err)
		done()
		w.t.Fatalf("waited in vain: %s", what)
	}
}
