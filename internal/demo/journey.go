package demo

// journey is a callflow customer's steps that are yet to be written.
type journey struct {
	target *target
	number int64
	order  int // in which the rows were added: it decides between equal times
	steps  []step
}

func (j *journey) next() *step { return &j.steps[0] }

// journeys is a heap (container/heap) by the time of the next step.
type journeys []*journey

func (q journeys) Len() int { return len(q) }

func (q journeys) Less(i, j int) bool {
	if a, b := q[i].next().at, q[j].next().at; a != b {
		return a < b
	}
	return q[i].order < q[j].order
}

func (q journeys) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push is container/heap's: x is a *journey.
func (q *journeys) Push(x any) {
	if j, ok := x.(*journey); ok {
		*q = append(*q, j)
	}
}

// Pop is container/heap's.
func (q *journeys) Pop() any {
	old := *q
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return last
}
