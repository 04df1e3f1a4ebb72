package browser

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// spot is where on the page something is, and why it can't be used; "" where it can.
type spot struct {
	X, Y  float64
	Fault string
}

// Click clicks on the first element that a selector finds, once it is there.
func (w *Window) Click(selector string) {
	w.t.Helper()
	w.clickAt("click on "+selector, withPage("page.spot(document.querySelector(%s), %s)", selector, selector))
}

// ClickOn clicks on the button or link of a name, once it is there.
func (w *Window) ClickOn(name string) {
	w.t.Helper()
	w.clickAt("click on "+name, withPage("page.spotOfButton(%s)", name))
}

// Follow clicks on the button or link of a name, and waits for the page that it leads to.
func (w *Window) Follow(name string) {
	w.t.Helper()
	w.leave("follow "+name, func() { w.ClickOn(name) })
}

// FollowTo is Follow for what a selector finds.
func (w *Window) FollowTo(selector string) {
	w.t.Helper()
	w.leave("follow "+selector, func() { w.Click(selector) })
}

// Leave does what leads to another page, and waits for that.
func (w *Window) Leave(act func()) {
	w.t.Helper()
	w.leave("another page", act)
}

func (w *Window) leave(what string, act func()) {
	w.t.Helper()
	evaluate[bool](w, "window.callflowTestWasHere = true")
	act()
	w.await(what, "!window.callflowTestWasHere && document.readyState === 'complete'")
}

func (w *Window) clickAt(what, expression string) {
	w.t.Helper()
	at := w.find(what, expression)
	w.do(what, chromedp.MouseClickXY(at.X, at.Y))
}

// find waits until something is there and can be used.
func (w *Window) find(what, expression string) spot {
	w.t.Helper()
	w.awaitOr(what, "!"+expression+".Fault", func(ctx context.Context) string {
		at, err := chromedp.Run(ctx, chromedp.Evaluate[spot](expression))
		if err != nil {
			return err.Error()
		}
		return at.Fault
	})
	return evaluate[spot](w, expression)
}

// Fill writes into the field of a label, in place of what is there.
func (w *Window) Fill(label, text string) {
	w.t.Helper()
	w.find("fill "+label, withPage("page.spotOfField(%s)", label))
	if kind := evaluate[string](w, withPage("page.enter(page.field(%s), %s)", label, text)); kind != "typed" {
		return
	}
	if text == "" {
		w.Press(kb.Backspace)
		return
	}
	w.Type(text)
}

// Choose chooses an option of the select of a label, by its text.
func (w *Window) Choose(label, option string) {
	w.t.Helper()
	w.find("choose in "+label, withPage("page.spotOfField(%s)", label))
	if fault := evaluate[string](w, withPage("page.choose(page.field(%s), %s)", label, option)); fault != "" {
		w.t.Fatalf("choose %s in %s: %s", option, label, fault)
	}
}

// Tick clicks on the checkbox or radio button of a label.
func (w *Window) Tick(label string) {
	w.t.Helper()
	w.clickAt("tick "+label, withPage("page.spotOfField(%s)", label))
}

// Attach gives files to the file field that a selector finds.
func (w *Window) Attach(selector string, files ...string) {
	w.t.Helper()
	w.do("attach to "+selector, chromedp.SetUploadFiles(chromedp.CSS(selector), files, chromedp.NodeReady))
}

// Type writes where the cursor is, as a keyboard of another script does: all at once.
func (w *Window) Type(text string) {
	w.t.Helper()
	w.do("type "+text, command(input.InsertText, input.InsertTextParams{Text: text}))
}

// Press presses keys one after the other where the cursor is: letters, or those of chromedp's package kb. A page that takes a
// key for itself keeps it from being written, as with a keyboard; chromedp's KeyEvent would write it all the same.
func (w *Window) Press(keys string) {
	w.t.Helper()
	for _, key := range keys {
		w.press(key, 0, false)
	}
}

// PressEvery is Press of somebody who takes so long from one key to the next, from now on: the page is told those times, and nobody waits
// for them.
func (w *Window) PressEvery(interval time.Duration, keys string) {
	w.t.Helper()
	at := time.Now()
	for _, key := range keys {
		w.press(key, input.TimeSinceEpoch(float64(at.UnixMicro())/1e6), false)
		at = at.Add(interval)
	}
}

// Hold presses a key and holds it down, until the keyboard has repeated it so often.
func (w *Window) Hold(key rune, times int) {
	w.t.Helper()
	w.press(key, 0, false)
	for range times {
		w.press(key, 0, true)
	}
}

func (w *Window) press(key rune, at input.TimeSinceEpoch, repeated bool) {
	w.t.Helper()
	events := kb.Encode(key)
	down, up := *events[0], *events[len(events)-1]
	down.Type, down.Timestamp, up.Timestamp = input.DispatchKeyEventTypeRawKeyDown, at, at
	if len(events) == 3 {
		down.Type, down.Text, down.UnmodifiedText = input.DispatchKeyEventTypeKeyDown, events[1].Text, events[1].UnmodifiedText
	}
	if repeated {
		down.AutoRepeat = &repeated
	}
	w.do("press a key", command(input.DispatchKeyEvent, down), command(input.DispatchKeyEvent, up))
}

// Fetched is what the page itself was answered.
type Fetched struct {
	Status int
	Header map[string]string
	Body   string
}

// Fetch has the page ask for a path of its server, with its cookies.
func (w *Window) Fetch(path string) Fetched {
	w.t.Helper()
	return evaluate[Fetched](w, withPage(`fetch(%s).then(async (answer) =>
		({Status: answer.status, Header: Object.fromEntries(answer.headers), Body: await answer.text()}))`, path))
}

// command is a command of the protocol as a step.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}
