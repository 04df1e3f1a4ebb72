package imports

import (
	"context"
	"errors"
	"testing"

	"callflow"
)

func TestARehearsalAllowsToImportWhatItWasOfAlone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		choice int64
		state  Rehearsal
		tried  bool
	}{
		"of an earlier choice": {4, Rehearsal{}, false},
		"waiting":              {3, Rehearsal{Waiting: true}, false},
		"on its way":           {3, Rehearsal{Running: true}, false},
		"failed":               {3, Rehearsal{Err: context.DeadlineExceeded}, false},
		"of this choice":       {3, Rehearsal{}, true},
	} {
		f := &KeptFile{choice: c.choice, rehearsal: &rehearsal{choice: 3, state: c.state}}
		_, _, err := f.hand()
		if tried := !errors.Is(err, ErrNotRehearsed); tried != c.tried {
			t.Errorf("%s: it is handed over with %v", name, err)
		}
		if c.tried && callflow.ErrorCode(err) != callflow.NotFound { // it has no file
			t.Errorf("%s: it is handed over with %v", name, err)
		}
	}
}
