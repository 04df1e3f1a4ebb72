package callflow

import "strconv"

// OutcomeInclude is what lists of registered outcomes show beside the contract's keys, where it is asked for.
type OutcomeInclude struct {
	ID        bool // each record's call_outcome__id
	Withdrawn bool // also outcomes that were withdrawn, and of each when that was, and by whom
}

// keys are those that append adds.
func (i OutcomeInclude) keys() []string {
	var keys []string
	if i.ID {
		keys = append(keys, "call_outcome__id")
	}
	if i.Withdrawn {
		keys = append(keys, "call_outcome__withdrawn_when", "call_outcome__withdrawn_by", "call_outcome__withdrawn_comment")
	}
	return keys
}

// append adds the keys to a record that is not closed yet.
func (i OutcomeInclude) append(dst []byte, r *Renderer, row *OutcomeRow) []byte {
	if i.ID {
		dst = strconv.AppendInt(append(dst, `,"call_outcome__id":`...), row.Seq, 10)
	}
	if i.Withdrawn {
		dst = r.appendTime(append(dst, `,"call_outcome__withdrawn_when":`...), row.WithdrawnAt)
		dst = appendValue(append(dst, `,"call_outcome__withdrawn_by":`...), FindPacked(row.Withdrawal, tagUser))
		dst = appendValue(append(dst, `,"call_outcome__withdrawn_comment":`...), FindPacked(row.Withdrawal, tagComment))
	}
	return dst
}
