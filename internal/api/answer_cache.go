package api

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"callflow/internal/auth"
)

// defaultCacheBytes is the room for answers that are sent again.
const defaultCacheBytes = 64 << 20

// answer is what was sent for a URL, as of a moment of the account. It is good
// for as long as nothing that it shows has changed, which is asked each time.
type answer struct {
	moment auth.Moment
	tag    string            // hash of the body, the same for every encoding
	bodies map[string][]byte // by encoding; what was never asked for twice is not there

	records int64 // that the body has
}

// answerOverhead stands for what an answer takes beside its bodies.
const answerOverhead = 512

func (a *answer) size() int64 {
	size := int64(answerOverhead)
	for _, body := range a.bodies {
		size += int64(len(body))
	}
	return size
}

// answerCache keeps answers within a bound of bytes; the longest unused go first.
type answerCache struct {
	mu    sync.Mutex
	bytes int64
	most  int64
	lru   *simplelru.LRU[answerKey, *answer]
}

// answerKey is everything that decides an answer but the moment. What a caller
// may see is decided before the cache is asked.
type answerKey struct {
	account int64
	origin  string
	path    string
	query   string
}

// largestKey is the longest URL whose answer is kept.
const largestKey = 4 << 10

func (k answerKey) size() int64 { return int64(len(k.origin) + len(k.path) + len(k.query)) }

func newAnswerCache(most int64) (*answerCache, error) {
	if most <= 0 {
		most = defaultCacheBytes
	}
	c := &answerCache{most: most}
	entries, err := simplelru.NewLRU(int(most/answerOverhead)+1, func(k answerKey, a *answer) { c.bytes -= k.size() + a.size() })
	c.lru = entries
	return c, err
}

func (c *answerCache) get(key answerKey) *answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	a, _ := c.lru.Get(key)
	return a
}

// put keeps an answer, which must not be altered afterwards.
func (c *answerCache) put(key answerKey, a *answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if k := key.size(); k > largestKey || k+a.size() > c.most {
		return
	}
	c.lru.Remove(key)
	c.lru.Add(key, a)
	c.bytes += key.size() + a.size()
	for c.bytes > c.most {
		c.lru.RemoveOldest()
	}
}
