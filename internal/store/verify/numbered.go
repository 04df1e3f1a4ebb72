package verify

import "callflow/internal/store/counted"

// numbered holds a value for each customer's number, in runs of 256 as the counts have
// them: dense numbers cost no more than their values, and a number gone wild no more than a run.
type numbered[T any] struct {
	runs  map[int64]*run[T]
	block int64
	last  *run[T] // of that block: most numbers follow their neighbours
}

type run[T any] [1 << counted.FineBits]T

// at gives the value of a number, to be changed; a zero value where there was none.
func (n *numbered[T]) at(number int64) *T {
	block := number >> counted.FineBits
	if n.last == nil || n.block != block {
		if n.runs == nil {
			n.runs = make(map[int64]*run[T])
		}
		if n.runs[block] == nil {
			n.runs[block] = new(run[T])
		}
		n.block, n.last = block, n.runs[block]
	}
	return &n.last[number&(1<<counted.FineBits-1)]
}

// get gives a copy of a number's value, the zero value where there is none.
func (n *numbered[T]) get(number int64) T {
	run := n.runs[number>>counted.FineBits]
	if run == nil {
		var none T
		return none
	}
	return run[number&(1<<counted.FineBits-1)]
}

// each shows the values in the order of their numbers, zero values among them.
func (n *numbered[T]) each(show func(number int64, value *T)) {
	for _, block := range sortedKeys(n.runs) {
		for i := range n.runs[block] {
			show(block<<counted.FineBits|int64(i), &n.runs[block][i])
		}
	}
}
