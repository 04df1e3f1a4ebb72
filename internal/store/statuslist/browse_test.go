package statuslist

import (
	"errors"
	"testing"

	"callflow/internal/db"
	"callflow/internal/lookup"
)

var errAway = errors.New("the database is away")

// awayTx is a transaction of a database that goes away: no query of it has an answer.
type awayTx struct{ db.Tx }

func (awayTx) Query(string, ...any) db.Rows { return awayRows{} }

type awayRows struct{ db.Rows }

func (awayRows) Next() bool { return false }
func (awayRows) Err() error { return errAway }
func (awayRows) Close()     {}

func TestACountThatTheDatabaseDoesNotAnswerIsAnError(t *testing.T) {
	t.Parallel()
	k := &seeker{r: &Lists{tx: awayTx{}}, bounds: &usualBounds, query: lookup.Parse("")}
	b := &Browser{seeker: k, order: ByDue}
	if _, _, err := b.Count(); !errors.Is(err, errAway) {
		t.Errorf("they are counted with %v", err)
	}
}
