package callflow

import "slices"

// AnonymizedName is what an anonymised customer shows as its name; every other key of its own is empty
// (contract, "The later generation").
const AnonymizedName = "Anonymized"

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
