package statuslist

import (
	"cmp"
	"slices"
)

// changedWalk goes through the changed rows of several campaigns in clock order. It begins anywhere, and costs what it goes through.
type changedWalk struct {
	list     List
	parts    []*since
	next     []int // of each part: the place in its order of the row that comes next
	backward bool
}

// walkAfter goes forward from behind a seq.
func (c *Changed) walkAfter(seq int64) *changedWalk {
	w := &changedWalk{list: c.list, parts: c.parts, next: make([]int, len(c.parts))}
	for i, part := range c.parts {
		w.next[i] = part.placeOf(seq + 1)
	}
	return w
}

// walkBefore goes backward from before a seq.
func (c *Changed) walkBefore(seq int64) *changedWalk {
	w := &changedWalk{list: c.list, parts: c.parts, next: make([]int, len(c.parts)), backward: true}
	for i, part := range c.parts {
		w.next[i] = part.placeOf(seq) - 1
	}
	return w
}

// step gives the next row, ok false at the end.
func (w *changedWalk) step() (place changedPlace, ok bool) {
	step := 1
	if w.backward {
		step = -1
	}
	var nearest *changedRow
	for i, part := range w.parts {
		at := w.next[i]
		if at < 0 || at == len(part.order) {
			continue
		}
		row := &part.rows[part.order[at]]
		if nearest == nil || step*cmp.Compare(row.last, nearest.last) < 0 {
			nearest, place.part = row, i
		}
	}
	if nearest == nil {
		return changedPlace{}, false
	}
	w.next[place.part] += step
	place.number, place.last, place.listed = nearest.number, nearest.last, w.list[place.part].has(nearest.now)
	return place, true
}

// listed gives the next row that the list has now, ok false at the end.
func (w *changedWalk) listed() (place changedPlace, ok bool) {
	for {
		place, ok = w.step()
		if !ok || place.listed {
			return place, ok
		}
	}
}

// placeOf is the place in the order of the first row that changed last at a seq or after it.
func (s *since) placeOf(seq int64) int {
	place, _ := slices.BinarySearchFunc(s.order, seq, func(row int32, seq int64) int { return cmp.Compare(s.rows[row].last, seq) })
	return place
}

// orderByChange gives the places of rows in the order of their latest changes.
func orderByChange(rows []changedRow) []int32 {
	order := make([]int32, len(rows))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(rows[a].last, rows[b].last) })
	return order
}

// countNow counts rows by the states that they are in now.
func countNow(rows []changedRow) map[int64]int64 {
	counts := make(map[int64]int64)
	for i := range rows {
		counts[rows[i].now]++
	}
	return counts
}
