package app

import (
	"testing"

	"callflow"
)

// fill takes places until there is none, and gives how many there were, and why there are no more.
func fill(c *listenerCounts, p listenerPlace) (count int, code callflow.Code) {
	for {
		if err := c.add(p); err != nil {
			return count, callflow.ErrorCode(err)
		}
		count++
	}
}

func TestListenersAreBoundedByUserByAccountAndInAll(t *testing.T) {
	t.Parallel()
	c := newListenerCounts()
	for user := int64(1); user <= 10; user++ {
		if count, code := fill(c, listenerPlace{account: 1, userID: user}); count != listenersOfUser || code != callflow.TooMany {
			t.Errorf("user %d has %d places, then %s", user, count, code)
		}
	}
	if count, code := fill(c, listenerPlace{account: 1, userID: 99}); count != 0 || code != callflow.TooMany {
		t.Errorf("one more of the account has %d places, then %s", count, code)
	}
	for user := int64(1); user <= 10; user++ {
		if count, _ := fill(c, listenerPlace{account: 2, userID: user}); count != listenersOfUser {
			t.Errorf("user %d of another account has %d places", user, count)
		}
	}
	if count, code := fill(c, listenerPlace{account: 3, userID: 1}); count != 0 || code != callflow.Unavailable {
		t.Errorf("when all are taken a third account has %d places, then %s", count, code)
	}
	if count, code := fill(c, listenerPlace{page: true, account: 3, userID: 1}); count != pagesOfAccount || code != callflow.TooMany {
		t.Errorf("pages of the console have %d places then, then %s", count, code)
	}
	c.remove(listenerPlace{account: 2, userID: 1})
	if err := c.add(listenerPlace{account: 3, userID: 1}); err != nil {
		t.Errorf("a place that was given back is not there: %v", err)
	}
}
