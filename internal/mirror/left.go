package mirror

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"callflow"
	"callflow/internal/mirrored"
	"callflow/remote"
)

// askAfterWhoLeft asks for some of those who have left every campaign that is followed, while the other server's clock goes on: whoever was
// anonymised there is anonymised here.
func (f *follower) askAfterWhoLeft(ctx context.Context) error {
	for _, source := range f.run.Sources() {
		left, err := f.whoLeft(ctx, source)
		if err != nil {
			return err
		}
		var others []int64
		for i := range left {
			anonymized, err := f.askAfter(ctx, source, &left[i])
			if err != nil {
				return err
			}
			if !anonymized {
				others = append(others, left[i].Number)
			}
		}
		if err := f.run.NoteAsked(ctx, source, others, f.server.SyncToken); err != nil {
			return err
		}
	}
	return nil
}

// whoLeft gives those who are to be asked for. Of some it may be open whether the number is still theirs, since the server was restored, copied
// or taken over: it is where the server knows the token of when it told so.
func (f *follower) whoLeft(ctx context.Context, source int64) ([]mirrored.Left, error) {
	left, err := f.run.WhoLeft(ctx, source, f.server.SyncToken)
	if err != nil {
		return nil, err
	}
	var open []int64
	for i := range left {
		if !left[i].Sure && mirrored.OtherHistory(strconv.FormatInt(left[i].Token, 10), f.server.SyncToken) {
			open = append(open, left[i].Token)
		}
	}
	confirmed, err := f.confirm(ctx, open)
	if err != nil || !confirmed {
		return left, err
	}
	return f.run.WhoLeft(ctx, source, f.server.SyncToken)
}

// confirm asks the server for tokens of other histories, and says whether it takes any of them.
func (f *follower) confirm(ctx context.Context, tokens []int64) (confirmed bool, err error) {
	slices.SortFunc(tokens, func(a, b int64) int { return cmp.Compare(b, a) }) // the latest first: it says the same of those before
	for _, token := range slices.Compact(tokens) {
		known, err := f.knows(ctx, token)
		if err != nil {
			return confirmed, err
		}
		confirmed = confirmed || known
	}
	return confirmed, nil
}

// probe is a token of another history, and whether the server still takes it.
type probe struct {
	token int64
	known bool
}

// knows asks whether the server takes a token of another history as its own, and has what was told up to then confirmed where it does.
func (f *follower) knows(ctx context.Context, token int64) (bool, error) {
	text := strconv.FormatInt(token, 10)
	if !mirrored.OtherHistory(text, f.server.SyncToken) { // the server was restored within this run: the next one asks
		return false, nil
	}
	for _, p := range f.probed {
		if !mirrored.OtherHistory(text, strconv.FormatInt(p.token, 10)) && (p.known && token <= p.token || !p.known && token >= p.token) {
			return p.known, nil
		}
	}
	known := true
	for _, err := range f.Remote.Changes(ctx, remote.Feed{After: token}) {
		if known = callflow.ErrorCode(err) != callflow.Gone; known && err != nil {
			return false, err
		}
		break
	}
	f.probed = append(f.probed, probe{token: token, known: known})
	if !known {
		return false, nil
	}
	return true, f.run.Confirm(ctx, text, f.server.SyncToken)
}

// askAfter asks for one who has left, and anonymises it here where it is anonymised there. That the server does not know it says nothing: it may
// have been restored from a backup.
func (f *follower) askAfter(ctx context.Context, source int64, left *mirrored.Left) (anonymized bool, err error) {
	if !left.Sure {
		return false, nil
	}
	customer, err := f.anonymizedThere(ctx, source, left.Number)
	if customer == nil || err != nil {
		return false, err
	}
	if err := f.run.AnonymizeLeft(ctx, source, left, customer.SyncToken); err != nil {
		return false, err
	}
	return true, f.run.Alive(ctx)
}

// mostTaken is how many customers' own ids may look like that of somebody who was anonymised.
const mostTaken = 3

// anonymizedThere asks for an anonymised customer by the id that it has there; nil where the server shows none.
func (f *follower) anonymizedThere(ctx context.Context, source, number int64) (*remote.Customer, error) {
	id := fmt.Sprintf("anonymized-%d", number)
	for range mostTaken {
		customer, err := f.Remote.Customer(ctx, source, id)
		if code := callflow.ErrorCode(err); code == callflow.NotFound || code == callflow.Forbidden {
			return nil, nil //nolint:nilnil // it is none of the server's
		}
		if err != nil {
			return nil, err
		}
		if withoutID(customer.Record) {
			name, _ := customer.Record.Text(callflow.StandardFields[0].Key)
			if name != callflow.AnonymizedName {
				return nil, nil //nolint:nilnil // it is not what callflow shows
			}
			return customer, nil
		}
		id += "-" // that was somebody's own
	}
	return nil, nil //nolint:nilnil // it was not found
}
