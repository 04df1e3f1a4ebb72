package setuppages

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"callflow/internal/auth"
	"callflow/internal/callwork"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
)

// auditedBy is who did something, as they are called: a name that is a word of the catalogue as well stays as it is.
func auditedBy(req *ui.Request, entry *auth.AuditEntry) string {
	if entry.UserID == 0 && entry.User == auth.AuditedOperator {
		return req.Reader.T(auth.AuditedOperator)
	}
	return entry.User
}

// auditDetails says what else there is to say, and how many records or attempts there were.
func auditDetails(req *ui.Request, entry *auth.AuditEntry) string {
	r, words := req.Reader, detailsOf(req, entry)
	switch {
	case entry.Count > 0 && entry.Noun == "user":
		words = append(words, r.T("%d attempts", entry.Count))
	case entry.Count > 0:
		words = append(words, r.T("%d records", entry.Count))
	}
	return strings.Join(slices.DeleteFunc(words, func(word string) bool { return word == "" }), ", ")
}

// detailsOf are an entry's details in the reader's language, and the values among them as they are.
func detailsOf(req *ui.Request, entry *auth.AuditEntry) []string {
	words := strings.Split(entry.Details, ", ")
	switch {
	case entry.Noun == "customer" && entry.NounID != 0:
		return skipDetails(req, entry)
	case entry.Action == "anonymized":
		return []string{entry.Details} // the id
	case entry.Action == "changed":
		for i, word := range words {
			words[i] = changedMember(req.Reader, entry.Noun, word)
		}
		return words
	}
	for i, word := range words {
		name, value, hasValue := strings.Cut(word, ": ")
		if words[i] = auditWord(req.Reader, name); hasValue {
			words[i] += ": " + value
		}
	}
	return words
}

// auditWord is a word of the audit's own in the reader's language.
func auditWord(r locale.Reader, word string) string {
	if slices.Contains(slices.Concat(auditWords, auditActions, auditNouns), word) || isRole(word) {
		return r.T(word)
	}
	return word
}

// isRole says whether a word is a user's role.
func isRole(word string) bool {
	return slices.ContainsFunc(roles, func(role ui.Option) bool { return role.Value == word })
}

// auditedMembers are the members that the audit tells of accounts and users, by their labels.
var auditedMembers = map[string]map[string]string{
	"account": {"name": "Name", "time_zone": "Time zone", "generation": "Generation of keys"},
	"user":    {"name": "Name", "email": "E-mail", "role": "Role", "client_id": "Client"},
}

// auditedOfAll are members of things of several kinds that no form shows.
var auditedOfAll = map[string]string{"position": "Place in the order"}

// labelOf is what pages call a member of what the audit tells of; "" for what is no member of it.
func labelOf(noun, member string) string {
	for i := range Kinds {
		if !strings.EqualFold(Kinds[i].texts.one, noun) {
			continue
		}
		if m := Kinds[i].member(member); m != nil {
			return m.label
		}
	}
	if label := auditedMembers[noun][member]; label != "" {
		return label
	}
	return auditedOfAll[member]
}

// rewritten is what the audit tells of the values of a custom field whose type was changed.
var rewritten = regexp.MustCompile(`^(\d+) (values written anew|wiped)$`)

// changedMember is what was changed of a thing: the member by its label, and the values as they are.
func changedMember(r locale.Reader, noun, told string) string {
	if found := rewritten.FindStringSubmatch(told); found != nil && noun == "custom field" {
		count, _ := strconv.Atoi(found[1])
		if found[2] == "wiped" {
			return r.T("%d wiped", count)
		}
		return r.T("%d values written anew", count)
	}
	member, values, hasValues := strings.Cut(told, ": ")
	label := labelOf(noun, member)
	switch {
	case label == "", !hasValues && noun != "user": // a value goes on here
		return told
	case !hasValues:
		return r.T(label)
	case member == "role":
		from, to, _ := strings.Cut(values, " → ")
		values = auditWord(r, from) + " → " + auditWord(r, to)
	case strings.HasSuffix(values, typeCompleted):
		values = strings.TrimSuffix(values, typeCompleted) + " " + r.T("completed")
	}
	return r.T(label) + ": " + values
}

// typeCompleted ends what is told of a change of a custom field's type that went on after it was interrupted.
const typeCompleted = " completed"

// skipDetails are why a customer was skipped, for how long, and in which campaign.
func skipDetails(req *ui.Request, entry *auth.AuditEntry) []string {
	r, words := req.Reader, strings.Split(entry.Details, ", ")
	for i, word := range words {
		if text := ui.SkipReasons[word]; text != "" {
			words[i] = r.T(text)
		} else if length := r.LengthOf(word); length != "" {
			words[i] = length
		}
	}
	if id := callwork.AuditedCampaign(entry); id != 0 {
		name, _ := subject(req.Session, "campaign", id)
		words[len(words)-1] = r.T("campaign") + " " + name
	}
	return words
}
