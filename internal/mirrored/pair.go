package mirrored

import (
	"context"
	"strconv"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/pairing"
)

// A customer whom a callflow has anonymised is told by its number alone. So a mirror notes which number there is which customer here. A number
// is one person's for as long as the history of the other server's clock is one: after a restore it may be given to somebody else. Who is told
// without an id is anonymised here only where the pair was told, or confirmed, in the same history as that. Where the pair is in doubt and the
// customer here is anonymised already, nothing is left to mix up: it stays for the one without an id who has its number there.

// NumberOf gives the customer's number of a callflow__id of the campaign, 0 where it is none.
func (c *Campaign) NumberOf(callflowID string) int64 {
	prefix := strconv.FormatInt(c.id, 10) + "-"
	if len(callflowID) <= len(prefix) || callflowID[:len(prefix)] != prefix {
		return 0
	}
	number, err := strconv.ParseInt(callflowID[len(prefix):], 10, 64)
	if err != nil || number < 0 {
		return 0
	}
	return number
}

// Pairs says whether it is noted which number there is which customer here.
func (c *Campaign) Pairs() bool { return c.source != 0 }

// readPairs reads what is noted of the customers of a page's records.
func (k *comparison) readPairs(source int64, records []TheirRecord) (err error) {
	if source == 0 {
		return nil
	}
	theirs := make([]int64, 0, len(records))
	for i := range records {
		if records[i].Number != 0 {
			theirs = append(theirs, records[i].Number)
		}
	}
	k.pairs, err = pairing.Pairs(k.snapshot, source, theirs)
	return err
}

// paired gives the number of a record's customer here where it is sure, else 0.
func (k *comparison) paired(record *TheirRecord) int64 {
	pair := k.pairs[record.Number]
	if record.Number == 0 || !pair.HoldsAt(k.page.token) {
		return 0
	}
	return pair.Number
}

// doubtful gives the number of the customer here who had a record's number there in an earlier history, else 0.
func (k *comparison) doubtful(record *TheirRecord) int64 {
	if record.Number == 0 {
		return 0
	}
	return k.pairs[record.Number].Number
}

// isThere says whether a row here is what a record says, and the record's customer: those who are anonymised are all alike.
func (k *comparison) isThere(record *TheirRecord, row *callflow.StatusRow) bool {
	if !isWritten(k.render(row), record) {
		return false
	}
	return record.Number == 0 || !callflow.IsAnonymizedCard(row.Card) || k.doubtful(record) == row.Number
}

// note has the pair of a customer noted who is the same here as there, where it is not.
func (k *comparison) note(record *TheirRecord, number int64) {
	pair := k.pairs[record.Number]
	if k.pairs == nil || record.Number == 0 || pair.Number == number && pair.Asked == pairing.NotAsked && pair.HoldsAt(k.page.token) {
		return
	}
	k.page.unpaired = append(k.page.unpaired, pairing.Pair{Theirs: record.Number, Number: number, Told: k.page.token, Asked: pairing.NotAsked})
}

// anonymize has a customer anonymised whom the other side shows without an id, unless it is.
func (k *comparison) anonymize(row *callflow.StatusRow) {
	if k.pairs != nil && !callflow.IsAnonymizedCard(row.Card) {
		k.page.anonymized = append(k.page.anonymized, row.Number)
	}
}

// OtherHistory says whether the other server's history has become another one between two of its tokens.
func OtherHistory(since, now string) bool {
	return !pairing.SameHistory(syncTokenOf(since), syncTokenOf(now))
}

// syncTokenOf reads a sync token, 0 where there is none.
func syncTokenOf(text string) int64 {
	token, err := strconv.ParseInt(text, 10, 64)
	if err != nil || token < 0 {
		return 0
	}
	return token
}

// Open gives the tokens of other histories as of which the other server told who those are that a page shows without an id.
func (c *Campaign) Open(ctx context.Context, theirs *TheirPage) (tokens []int64, err error) {
	var numbers []int64
	for i := range theirs.Records {
		if record := &theirs.Records[i]; record.Number != 0 && customerIDOf(record) == "" {
			numbers = append(numbers, record.Number)
		}
	}
	if len(numbers) == 0 {
		return nil, nil
	}
	err = c.run.store.Read(ctx, c.run.accountID, func(r *store.Snapshot) error {
		tokens = nil
		pairs, err := pairing.Pairs(r, c.source, numbers)
		for _, pair := range pairs {
			if !pairing.SameHistory(pair.Told, syncTokenOf(theirs.Token)) {
				tokens = append(tokens, max(pair.Told, -pair.Told))
			}
		}
		return err
	})
	return tokens, err
}

// Confirm notes that the other server, whose history has become another one, still takes a token: what was told up to then is so.
func (m *Run) Confirm(ctx context.Context, upTo, now string) error {
	return m.write(ctx, func(w *store.Write) error { return pairing.ConfirmPairs(w, syncTokenOf(upTo), syncTokenOf(now)) })
}

// Doubt notes that the other server's clock has gone back behind a token, in a history that still calls itself the same. Once in a run is
// enough: what this run itself was told is so.
func (m *Run) Doubt(ctx context.Context, lost string) error {
	if m.doubted {
		return nil
	}
	m.doubted = true
	return m.write(ctx, func(w *store.Write) error { return pairing.DoubtPairs(w, syncTokenOf(lost)) })
}
