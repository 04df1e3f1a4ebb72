package setup

import "strings"

// Bounds of what the audit tells of a change.
const (
	auditValue   = 60  // letters of a value
	auditDetails = 400 // letters in all
)

// changedFrom says which values of a thing the request changes, from what to what; of a thing that is removed, its record is told no more.
func (r *Request) changedFrom(before Thing) string {
	if r.Mode != Change {
		return ""
	}
	var changed []string
	for _, wanted := range inOrder(r.Edit) {
		was := before.value(wanted.Name)
		if from, to := told(was), told(wanted.Value); was != nil && from != to {
			changed = append(changed, wanted.Name+": "+cutText(from, auditValue)+" → "+cutText(to, auditValue))
		}
	}
	return cutText(strings.Join(changed, ", "), auditDetails)
}

func cutText(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}
