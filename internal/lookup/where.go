package lookup

import (
	"bytes"

	"callflow"
)

// Where gives the tags of the values of a card that hold a word that is looked for, each value once; words of the customer's id and of values that
// are seen anyway are left out.
func (c *Columns) Where(q *Query, customerID, card []byte, seen func(tag uint64) bool) []uint64 {
	if callflow.IsAnonymizedCard(card) {
		return nil
	}
	left, id := make([][]byte, 0, len(q.words)), appendFound(nil, customerID)
	for _, word := range q.words {
		if !bytes.Contains(id, word) {
			left = append(left, word)
		}
	}
	var tags []uint64
	for _, ofSeen := range []bool{true, false} {
		for rest := card; len(left) > 0; {
			tag, value, after, ok := callflow.NextPacked(rest)
			if rest = after; !ok {
				break
			}
			if seen(tag) != ofSeen {
				continue
			}
			missing := without(left, c.appendValue(nil, tag, value))
			if len(missing) < len(left) && !ofSeen {
				tags = append(tags, tag)
			}
			left = missing
		}
	}
	return tags
}

// without are the words that a text does not hold.
func without(words [][]byte, text []byte) [][]byte {
	var missing [][]byte
	for _, word := range words {
		if !bytes.Contains(text, word) {
			missing = append(missing, word)
		}
	}
	return missing
}
