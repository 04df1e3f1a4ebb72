package callflow

import (
	"slices"
	"strconv"
	"strings"
)

// AnonymizedName is what an anonymised customer shows as its name; every other key of its own is empty
// (contract, "The later generation").
const AnonymizedName = "Anonymized"

// anonymizedID begins the id of every anonymised customer. Its number follows.
const anonymizedID = "anonymized-"

// AnonymizedID is the id that the customer has once it is anonymised; where somebody has it, with signs of minus behind it.
func (c *Customer) AnonymizedID() string { return anonymizedID + strconv.FormatInt(c.Number, 10) }

// HasAnonymizedID says whether the customer's id is one that anonymised customers have.
func (c *Customer) HasAnonymizedID() bool {
	number, ok := strings.CutPrefix(strings.TrimRight(c.CustomerID, "-"), anonymizedID)
	return ok && number != "" && strings.Trim(number, "0123456789") == ""
}

// AnonymizedCard is the card of every anonymised customer: its name, and an empty text that is shown as its id.
func AnonymizedCard() []byte {
	card := AppendPacked(nil, tagName, TextValue(AnonymizedName))
	return AppendPacked(card, tagAnonymized, `""`)
}

// EmptyStatus is a stored status without what was written about the customer in words.
// Whom a meeting is with is such words: it may be the customer.
func EmptyStatus(packed []byte) []byte { return withoutPacked(packed, tagComment, tagMeetingAgent) }

// EmptyDetail is a stored detail without what was written about the customer in words.
func EmptyDetail(packed []byte) []byte { return withoutPacked(packed, tagExtra) }

func withoutPacked(packed []byte, unwanted ...uint64) []byte {
	kept := make([]byte, 0, len(packed))
	for {
		tag, value, rest, ok := NextPacked(packed)
		if !ok {
			return kept
		}
		if !slices.Contains(unwanted, tag) {
			kept = AppendPacked(kept, tag, value)
		}
		packed = rest
	}
}

// IsAnonymizedCard says whether a card is an anonymised customer's.
func IsAnonymizedCard(card []byte) bool { return FindPacked(card, tagAnonymized) != nil }
