package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Those who listen while changes are made, and how many changes.
const (
	listeners     = 200
	streamsOfUser = 100 // that one user may have
	eventRounds   = 400
	eventPause    = 10 * time.Millisecond // between two changes: a hundred a second
)

// measureEvents lets 200 clients listen to the campaign, and takes for each change and listener the time from
// before the request that makes it until its event has come.
func measureEvents(ctx context.Context, p *pair) ([]row, error) {
	heard := &hearings{sent: make(map[string]time.Time)}
	var conns []net.Conn
	var reading sync.WaitGroup
	for i := range listeners {
		conn, in, err := p.listen(ctx, p.campaign.Listeners[i/streamsOfUser])
		if err != nil {
			return nil, err
		}
		conns = append(conns, conn)
		reading.Go(func() { heard.read(in) })
	}
	err := p.makeChanges(ctx, heard)
	heard.await(listeners * eventRounds)
	for _, conn := range conns {
		_ = conn.Close() // that ends its reader
	}
	reading.Wait()
	if err != nil {
		return nil, err
	}
	if len(heard.delays) != listeners*eventRounds {
		return nil, fmt.Errorf("%d events came, want %d", len(heard.delays), listeners*eventRounds)
	}
	slices.Sort(heard.delays)
	return []row{{
		measure: "a change to its event at 200 listeners, 99th percentile", figure: milliseconds(heard.delays[len(heard.delays)*99/100].Seconds()),
		wanted: atMost(100), note: "median " + milliseconds(heard.delays[len(heard.delays)/2].Seconds()).String(),
	}}, nil
}

// listen opens a stream of the campaign's changes, and waits until it has begun.
func (p *pair) listen(ctx context.Context, token string) (net.Conn, *bufio.Reader, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", p.process.address)
	if err != nil {
		return nil, nil, err
	}
	path := "/api/v1/campaigns/" + strconv.FormatInt(p.campaign.ID, 10) + "/changes/"
	_, err = fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Token %s\r\nAccept: text/event-stream\r\n\r\n",
		path, p.process.address, token)
	if err != nil {
		return nil, nil, err
	}
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return nil, nil, err
		}
		if line == "retry: 2000\n" {
			return conn, in, nil
		}
	}
}

// makeChanges registers outcomes, each at a time of its own, each on another customer.
func (p *pair) makeChanges(ctx context.Context, heard *hearings) error {
	random := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano())))
	used := make(map[int]bool)
	for len(used) < eventRounds && ctx.Err() == nil {
		place := p.openPlace(random)
		if used[place] {
			continue
		}
		used[place] = true
		heard.send(strconv.Itoa(firstCustomerID + place))
		if _, err := p.real.post(p.outcomeTarget(place), outcomeBody, 201); err != nil {
			return err
		}
		<-time.After(eventPause)
	}
	return ctx.Err()
}

// hearings are how long events took to come.
type hearings struct {
	mu     sync.Mutex
	sent   map[string]time.Time // by customer
	delays []time.Duration
}

func (h *hearings) send(customer string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sent[customer] = time.Now()
}

func (h *hearings) read(in *bufio.Reader) {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return // the stream was closed
		}
		_, rest, ok := bytes.Cut(line, []byte(`"customer_id":"`))
		if !ok {
			continue
		}
		now := time.Now()
		customer, _, _ := bytes.Cut(rest, []byte(`"`))
		h.mu.Lock()
		h.delays = append(h.delays, now.Sub(h.sent[string(customer)]))
		h.mu.Unlock()
	}
}

// await waits until so many events have come, or none comes any more.
func (h *hearings) await(count int) {
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); <-time.After(eventPause) {
		h.mu.Lock()
		heard := len(h.delays)
		h.mu.Unlock()
		if heard >= count {
			return
		}
	}
}
