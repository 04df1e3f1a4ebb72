package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// longestAnswer is after how long a request counts as failed.
const longestAnswer = time.Minute

// client asks over one connection that stays open. It is smaller than net/http's own, so that
// what is measured is the server; both sides of every comparison are asked with it.
type client struct {
	conn    net.Conn
	in      *bufio.Reader
	host    string
	token   string
	request []byte
	head    []byte
	body    []byte
}

// answer is valid until the client asks again.
type answer struct {
	status int
	head   []byte // the header lines as they came
	body   []byte
}

func dial(ctx context.Context, address, token string) (*client, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn, in: bufio.NewReaderSize(conn, 64<<10), host: address, token: token}, nil
}

func (c *client) close() { _ = c.conn.Close() }

// get asks for a target (path and query). Each header is a line such as "Accept-Encoding: gzip".
// An answer of another status than the wanted one is an error.
func (c *client) get(target string, wanted int, headers ...string) (answer, error) {
	c.begin("GET", target, headers)
	return c.ask("GET "+target, wanted)
}

// post sends a JSON body to a target.
func (c *client) post(target, body string, wanted int) (answer, error) {
	c.begin("POST", target, []string{"Content-Type: application/json", "Content-Length: " + strconv.Itoa(len(body))})
	c.request = append(c.request, body...)
	return c.ask("POST "+target, wanted)
}

// begin writes the head of a request.
func (c *client) begin(method, target string, headers []string) {
	c.request = append(c.request[:0], method...)
	c.request = append(c.request, ' ')
	c.request = append(c.request, target...)
	c.request = append(c.request, " HTTP/1.1\r\nHost: "...)
	c.request = append(c.request, c.host...)
	c.request = append(c.request, "\r\nAuthorization: Token "...)
	c.request = append(c.request, c.token...)
	for _, header := range headers {
		c.request = append(c.request, "\r\n"...)
		c.request = append(c.request, header...)
	}
	c.request = append(c.request, "\r\n\r\n"...)
}

func (c *client) ask(what string, wanted int) (answer, error) {
	if err := c.conn.SetDeadline(time.Now().Add(longestAnswer)); err != nil {
		return answer{}, err
	}
	if _, err := c.conn.Write(c.request); err != nil {
		return answer{}, fmt.Errorf("%s: %w", what, err)
	}
	got, err := c.read()
	if err != nil {
		return answer{}, fmt.Errorf("%s: %w", what, err)
	}
	if got.status != wanted {
		return answer{}, fmt.Errorf("%s: status %d, want %d: %.300s", what, got.status, wanted, got.body)
	}
	return got, nil
}

// read takes one answer, whole, off the connection.
func (c *client) read() (answer, error) {
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return answer{}, err
	}
	fields := bytes.Fields(line)
	if len(fields) < 2 {
		return answer{}, fmt.Errorf("not a status line: %q", line)
	}
	got := answer{}
	if got.status, err = strconv.Atoi(string(fields[1])); err != nil {
		return answer{}, fmt.Errorf("not a status line: %q", line)
	}
	c.head = c.head[:0]
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return answer{}, err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			break
		}
		c.head = append(c.head, line...)
	}
	got.head = c.head
	if got.status == 304 { // it has no body, whatever length it names (RFC 9112, 6.3)
		return got, nil
	}
	got.body, err = c.readBody(got)
	return got, err
}

func (c *client) readBody(got answer) ([]byte, error) {
	length, err := strconv.Atoi(got.header("Content-Length"))
	if err != nil || length < 0 {
		return nil, errors.New("an answer without Content-Length, which this client needs")
	}
	if cap(c.body) < length {
		c.body = make([]byte, length+length/4)
	}
	body := c.body[:length]
	_, err = io.ReadFull(c.in, body)
	return body, err
}

// header gives the value of a header, "" when it is absent. The name is taken in any case.
func (a answer) header(name string) string {
	for line := range bytes.Lines(a.head) {
		if len(line) > len(name) && line[len(name)] == ':' && bytes.EqualFold(line[:len(name)], []byte(name)) {
			return string(bytes.TrimSpace(line[len(name)+1:]))
		}
	}
	return ""
}
