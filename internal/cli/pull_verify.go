package cli

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/tabular"
	"callflow/remote"
)

// digestEnding is the ending of the file that keeps which blocks a verified file has.
const digestEnding = ".digest"

// mostDigests is how often a list is asked for its hashes anew because it changed while blocks were fetched.
const mostDigests = 5

// verifiedFile is what is kept of a file that was pulled with --verify.
type verifiedFile struct {
	Request string               `json:"request"`
	Blocks  []remote.DigestBlock `json:"blocks"`
}

// verifier makes a file of the blocks of a list: those of the file before that are still the same, and the others from the server.
// Every block is held against its hash.
type verifier struct {
	client  *remote.Client
	list    remote.List
	path    string
	request string

	held    *os.File // the file before, nil where there is none
	places  map[string]heldBlock
	records int64
	kept    int // blocks
	fetched int
}

// heldBlock is where a block lies in the file before.
type heldBlock struct {
	start int64
	lines int64
	hash  string
}

func (c *command) pullVerified(ctx context.Context, client *remote.Client, o *pullOptions, request string) error {
	if o.Format != tabular.NDJSON {
		return usagef("--verify goes with --format ndjson: the hashes are those of its lines")
	}
	v := &verifier{client: client, list: o.list, path: o.path, request: request}
	if err := v.run(ctx); err != nil {
		return err
	}
	if c.json {
		return c.printJSON(map[string]int64{"records": v.records, "blocks_kept": int64(v.kept), "blocks_fetched": int64(v.fetched)})
	}
	return c.printf("%s in %s: %s as before, %d fetched\n", callflow.Counted(v.records, "record"), o.path, callflow.Counted(int64(v.kept), "block"), v.fetched)
}

// errBlockMoved says that a block's records are not those of its hash any more.
var errBlockMoved = errors.New("the list changed while it was fetched")

func (v *verifier) run(ctx context.Context) error {
	for range mostDigests {
		err := v.once(ctx)
		if !errors.Is(err, errBlockMoved) {
			return err
		}
	}
	return &callflow.Error{
		Code: callflow.Conflict, Message: "The list changed under each of " + strconv.Itoa(mostDigests) + " attempts.",
		Fix: "Pull it without --verify, or when fewer people work on it.",
	}
}

func (v *verifier) once(ctx context.Context) error {
	digest, err := v.client.Digest(ctx, v.list)
	if callflow.ErrorCode(err) == callflow.NotFound {
		return &callflow.Error{
			Code: callflow.NotFound, Message: "The server tells no hashes of this list, or has no such list.",
			Fix: "Check the id; a server other than callflow is pulled without --verify.",
		}
	}
	if err != nil {
		return err
	}
	if err := v.open(); err != nil {
		return err
	}
	defer v.close()
	v.records, v.kept, v.fetched = 0, 0, 0
	err = writeWhole(v.path, func(file io.Writer) error {
		out := bufio.NewWriterSize(file, 1<<20)
		for i := range digest.Blocks {
			if err := v.block(ctx, out, &digest.Blocks[i]); err != nil {
				return err
			}
		}
		return out.Flush()
	})
	if err != nil {
		return err
	}
	text, err := json.Marshal(verifiedFile{Request: v.request, Blocks: digest.Blocks})
	if err != nil {
		return err
	}
	return writeWhole(v.path+digestEnding, func(file io.Writer) error {
		_, err := file.Write(text)
		return err
	})
}

// open finds the blocks of the file before, where it is one of the same list.
func (v *verifier) open() error {
	v.places = make(map[string]heldBlock)
	text, err := os.ReadFile(v.path + digestEnding)
	if err != nil {
		return nil //nolint:nilerr // there is no file before: all blocks are fetched
	}
	var before verifiedFile
	if json.Unmarshal(text, &before) != nil || before.Request != v.request {
		return nil //nolint:nilerr // it is of another list
	}
	if v.held, err = os.Open(v.path); err != nil {
		v.held = nil
		return nil //nolint:nilerr // the same
	}
	lines, start := bufio.NewReaderSize(v.held, 1<<20), int64(0)
	for i := range before.Blocks {
		block := &before.Blocks[i]
		v.places[blockName(block)] = heldBlock{start: start, lines: block.Count, hash: block.Hash}
		for range block.Count {
			length, err := skipLine(lines)
			if err != nil { // it was cut short since
				return nil //nolint:nilerr // the hashes of what is left decide
			}
			start += length
		}
	}
	return nil
}

func skipLine(lines *bufio.Reader) (length int64, err error) {
	for {
		part, err := lines.ReadSlice('\n')
		length += int64(len(part))
		if !errors.Is(err, bufio.ErrBufferFull) {
			return length, err
		}
	}
}

func (v *verifier) close() {
	if v.held != nil {
		_ = v.held.Close() // it was only read
		v.held = nil
	}
}

// blockName names the run of customers that a block is of, whoever of them is there: a block is of one campaign and 4,096 numbers.
func blockName(block *remote.DigestBlock) string {
	campaign, number, _ := strings.Cut(block.First, "-")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return block.First
	}
	return fmt.Sprintf("%s-%d", campaign, n>>12)
}

// block writes one block: as the file before has it, or as the server tells it.
func (v *verifier) block(ctx context.Context, out *bufio.Writer, block *remote.DigestBlock) error {
	v.records += block.Count
	text, err := v.heldText(block)
	if err != nil {
		return err
	}
	if text != nil {
		v.kept++
	} else {
		v.fetched++
		if text, err = v.fetch(ctx, block); err != nil {
			return err
		}
	}
	_, err = out.Write(text)
	return err
}

// heldText is a block as the file before has it; nil where that is not the block.
func (v *verifier) heldText(block *remote.DigestBlock) ([]byte, error) {
	held, ok := v.places[blockName(block)]
	if !ok || held.hash != block.Hash || held.lines != block.Count {
		return nil, nil
	}
	if _, err := v.held.Seek(held.start, io.SeekStart); err != nil {
		return nil, err
	}
	lines, sum := bufio.NewReaderSize(v.held, 1<<20), sha256.New()
	var text []byte
	for range held.lines {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return nil, nil //nolint:nilerr // it was cut short since: the block is fetched
		}
		text = append(text, line...)
	}
	_, _ = sum.Write(text)        // a hash never fails
	if hexOf(sum) != block.Hash { // somebody changed the file
		return nil, nil
	}
	return text, nil
}

func (v *verifier) fetch(ctx context.Context, block *remote.DigestBlock) ([]byte, error) {
	var text []byte
	for page, err := range v.client.PagesFrom(ctx, v.list, block.URL) {
		if err != nil {
			return nil, err
		}
		for _, record := range page.Records() {
			text = append(append(text, record...), '\n')
		}
		break // the block is one page
	}
	sum := sha256.New()
	_, _ = sum.Write(text) // a hash never fails
	if hexOf(sum) != block.Hash {
		return nil, errBlockMoved
	}
	return text, nil
}

func hexOf(sum hash.Hash) string { return hex.EncodeToString(sum.Sum(nil)) }
