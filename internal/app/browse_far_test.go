package app_test

import (
	"fmt"
	"slices"
	"testing"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
	"callflow/internal/testkit"
)

// newFarFixture is a campaign that is too large to be sorted in memory. Its log is so long that a page does not go through it: the one
// of two who are looked for has stood still for all of it, the other was the last to move.
func newFarFixture(t *testing.T) *browseFixture {
	t.Helper()
	f := newBrowseFixture(t)
	const first, last, moves = browsers + 1, browsers + statuslist.Narrow, 37_000
	f.write(t, func(w *store.Write) error {
		for number := int64(first); number <= last; number++ {
			added := &callflow.Customer{AssignmentID: testkit.AssignmentID, CustomerID: fmt.Sprint("k", number), Name: "Person Else"}
			if number == first || number == last {
				added.Name = "Person Yx"
			}
			if _, err := w.PutCustomer(added); err != nil {
				return err
			}
			if err := f.move(w, number, 0, 0); err != nil {
				return err
			}
		}
		for i := range moves {
			if err := f.move(w, int64(first+1+i%100), i%3, 0); err != nil {
				return err
			}
		}
		return f.move(w, last, 1, 1000)
	})
	if err := f.App.IndexSearch(t.Context(), f.Acme.ID); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPagesWithoutACustomerLeaveNobodyOut(t *testing.T) {
	t.Parallel()
	f := newFarFixture(t)
	request := app.BrowseRequest{Search: "person yx", Order: app.OrderChanged, Limit: 1}
	want := []string{fmt.Sprint("k", browsers+statuslist.Narrow), fmt.Sprint("k", browsers+1)}

	page := f.browse(t, request)
	forward, pages, last := ids(page.Rows), 1, page
	for ; page.Next != ""; pages++ {
		request.Cursor = page.Next
		if page = f.browse(t, request); len(page.Rows) > 0 {
			forward, last = append(forward, ids(page.Rows)...), page
		}
	}
	if !slices.Equal(forward, want) || pages > 4 {
		t.Fatalf("on %d pages are %v, want %v", pages, forward, want)
	}

	for page = last; page.Previous != "" && (len(page.Rows) == 0 || page.Rows[0].CustomerID != want[0]); {
		request.Cursor = page.Previous
		page = f.browse(t, request)
		if len(page.Rows) > 0 {
			continue
		}
		request.Cursor = page.Next
		if again := f.browse(t, request); !slices.Equal(ids(again.Rows), want[1:]) {
			t.Errorf("after a page without anybody comes %v, want %v", ids(again.Rows), want[1:])
		}
	}
	if !slices.Equal(ids(page.Rows), want[:1]) {
		t.Errorf("back are %v, want %v", ids(page.Rows), want[:1])
	}
	f.wantWayBack(t)
}

// wantWayBack lets all who stand behind a page change: the next page has nobody then, and the one before it ends as it did.
func (f *browseFixture) wantWayBack(t *testing.T) {
	t.Helper()
	request := app.BrowseRequest{Order: app.OrderChanged, Limit: 500}
	seen := ids(f.browse(t, request).Rows)
	request.Cursor = f.browse(t, request).Next
	f.write(t, func(w *store.Write) error {
		for number := int64(1); number <= browsers+statuslist.Narrow; number++ {
			if slices.Contains(seen, fmt.Sprint("k", number)) {
				continue
			}
			if err := f.move(w, number, int(number%3), 5000); err != nil {
				return err
			}
		}
		return nil
	})
	empty := f.browse(t, request)
	if len(empty.Rows) > 0 {
		t.Fatalf("there are still %d", len(empty.Rows))
	}
	request.Cursor = empty.Previous
	if back := ids(f.browse(t, request).Rows); !slices.Equal(back, seen) {
		t.Errorf("the page before ends with %v, want %v", back[max(0, len(back)-3):], seen[len(seen)-3:])
	}
}
