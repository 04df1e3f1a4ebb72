package job

// Lease is for how long a job is left to whoever holds it.
const Lease = lease

// Between has something happen between two chunks; false ends the run as a kill of the process would.
func (r *Runner) Between(between func() bool) { r.between = between }
