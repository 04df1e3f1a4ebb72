package importer

import (
	"slices"
	"strings"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/labels"
)

// fileColumn is a column of a file that is imported.
type fileColumn struct {
	name    string // distinct among the file's
	heading string // as it stands above the column; several may have the same
	place   int    // in the file, from 1
}

// namePart is a part of a name that files have in columns of their own.
type namePart uint8

const (
	noPart namePart = iota
	firstName
	middleName
	lastName
)

// nameParts are what --map calls the parts of a name, in the order in which they are joined.
var nameParts = []struct {
	name string
	part namePart
}{{"first_name", firstName}, {"middle_name", middleName}, {"last_name", lastName}}

// NameParts are the names of what columns may fill instead of a whole name, in the order in which they are joined.
func NameParts() []string {
	names := make([]string, len(nameParts))
	for i := range nameParts {
		names[i] = nameParts[i].name
	}
	return names
}

// anyPhone stands for the first telephone number that no column fills yet.
const anyPhone = "phone"

// headings are what files head the customer's own values by, as cleanse.Heading writes them: for columns that nothing else matches, and values
// that no other column fills.
var headings = headingsOf(map[string]string{
	"customer_id": "customer id|customerid|customer number|customer no|customer nr|kundens id|kunde id|kundeid|kundenr|kunde nr|kundenummer|" +
		"kundnr|kundnummer|kunden nr|" +
		"kundennummer|debitornr|debitornummer|medlemsnr|medlemsnummer|member id|member number",
	"name": "name|navn|kundenavn|kundens navn|customer name|full name|fullname|fullt navn|display name|visningsnavn|contact name|" +
		"kontaktnavn|firmanavn|company name",
	"first_name":  "first name|firstname|fornavn|given name|forename|vorname|förnamn",
	"middle_name": "middle name|mellomnavn|additional name",
	"last_name":   "last name|lastname|etternavn|surname|family name|nachname|efternamn",
	"phone_1":     "phone 1|telefon 1|tlf 1|mobil 1|phone1|telefon1|tlf1",
	"phone_2":     "phone 2|telefon 2|tlf 2|mobil 2|phone2|telefon2|tlf2",
	"phone_3":     "phone 3|telefon 3|tlf 3|mobil 3|phone3|telefon3|tlf3",
	anyPhone: "phone|phone number|phonenumber|phone no|phone nr|telephone|telephone number|telefon|telefonnr|telefonnummer|tel|tel nr|tlf|" +
		"tlfnr|tlf nr|mobil|mobilnr|mobil nr|" +
		"mobilnummer|mobiltelefon|mobiltlf|mobile|mobile phone|mobile number|mobile no|cell|cell phone|cellphone|handy|telefon arbeid|" +
		"telefon jobb|telefon privat|telefon hjemme|" +
		"telefon mobil|arbeidstelefon|jobbtelefon|hjemmetelefon|privattelefon|business phone|work phone|home phone|primary phone|other phone|" +
		"phone 1 value|phone 2 value|phone 3 value",
	"email": "email|e mail|mail|epost|e post|epostadresse|e postadresse|email address|e mail address|e mail 1 value|e post 1",
})

func headingsOf(targets map[string]string) map[string]string {
	known := make(map[string]string)
	for target, texts := range targets {
		for text := range strings.SplitSeq(texts, "|") {
			known[text] = target
		}
	}
	return known
}

// matchHeadings matches unknown columns by their headings, and gives those that are unknown still. Parts of a name are joined where no column
// has it whole, and telephone numbers fill what is free, in the file's order.
func matchHeadings(columns []column, unknown []int) []int {
	filled := make(map[string]bool)
	for i := range columns {
		filled[columns[i].target()] = true
	}
	wanted := func(i int) string { return headings[cleanse.Heading(columns[i].heading)] }
	take := func(target func(i int) string) {
		unknown = slices.DeleteFunc(unknown, func(i int) bool {
			to := target(i)
			guess := columns[i]
			if to == "" || !guess.match(to, nil) || filled[guess.target()] {
				return false
			}
			columns[i], filled[guess.target()] = guess, true
			return true
		})
	}
	take(func(i int) string { // what is certain goes first
		if to := wanted(i); to != anyPhone && !isPart(to) {
			return to
		}
		return ""
	})
	take(func(i int) string {
		if to := wanted(i); isPart(to) && !filled[callflow.StandardFields[0].Key] {
			return to
		}
		return ""
	})
	take(func(i int) string {
		if wanted(i) != anyPhone {
			return ""
		}
		for _, phone := range callflow.StandardFields[1:4] {
			if !filled[phone.Key] {
				return phone.Name
			}
		}
		return ""
	})
	return unknown
}

func isPart(target string) bool {
	return slices.Contains(NameParts(), target)
}

// notOwn says of each column whether a list of records that was exported has it, and it is not the customer's own. Labels are only told
// where the whole heading is one of such a file.
func notOwn(columns []fileColumn, products []string) []bool {
	exported := slices.ContainsFunc(columns, func(c fileColumn) bool { return c.heading == labels.Of(callflow.KeyCustomerID) })
	told := 0
	for _, c := range columns {
		if labels.IsNotOwn(c.heading) {
			told++
		}
	}
	left := make([]bool, len(columns))
	for i, c := range columns {
		byKey := labels.IsOfRecord(c.name)
		label, _, _ := strings.Cut(c.heading, " (")
		byLabel := labels.IsNotOwn(c.heading) || labels.IsNotOwn(label) && strings.HasSuffix(c.heading, ")") || slices.Contains(products, c.heading)
		left[i] = byKey || exported && told >= labelsOfExport && byLabel
	}
	return left
}

// labelsOfExport is how many labels tell an export by them from another file.
const labelsOfExport = 3

// keyOfHeading is the key that an export with labels has added to a heading, since another column has the same label, as in
// "Segment (segment__name)"; "" where it is no such heading of what is the customer's own.
func keyOfHeading(heading string, fields []callflow.Field) string {
	if !strings.HasSuffix(heading, ")") {
		return ""
	}
	written := func(label, key string) bool {
		return cleanse.SameLabel(heading, labels.Distinct(label, key, map[string]bool{labels.Fold(label): true}))
	}
	own := []string{callflow.KeyCustomerID, callflow.KeySegment}
	for _, standard := range callflow.StandardFields {
		own = append(own, standard.Key)
	}
	for _, key := range own {
		if written(labels.Of(key), key) {
			return key
		}
	}
	for i := range fields {
		if key := fields[i].LookupID(); written(labels.OfField(&fields[i]).Label, key) {
			return key
		}
	}
	return ""
}

// keyedColumns are the columns of a file that an export has headed by a label and a key. What they fill is filled by no other column of the
// same label.
type keyedColumns struct {
	fields []callflow.Field // all of them
	others []callflow.Field // those that no such column fills
	fill   map[string]bool  // what they fill
}

// columnsByKey finds these columns, but for those of which it was said what they fill.
func columnsByKey(file []fileColumn, said map[int]string, fields []callflow.Field) *keyedColumns {
	keyed := &keyedColumns{fields: fields, fill: make(map[string]bool)}
	for i := range file {
		key := keyOfHeading(file[i].heading, fields)
		if _, mapped := said[i]; key != "" && !mapped && targetNamed(file[i].heading, fields) == key {
			keyed.fill[key] = true
		}
	}
	keyed.others = slices.DeleteFunc(slices.Clone(fields), func(f callflow.Field) bool { return keyed.fill[f.LookupID()] })
	return keyed
}

// match finds what a column fills, by its name or its heading. The name goes first: of columns that have the same heading, the second one is told
// apart as "Comment (2)", which may be the label of a field that was made for such a column.
func (k *keyedColumns) match(c *column) bool {
	keyed, fields := keyOfHeading(c.heading, k.fields) != "", k.others
	if keyed {
		fields = k.fields
	}
	for _, name := range []string{c.name, c.heading} {
		guess := *c
		if guess.match(name, fields) && (keyed || !k.fill[guess.target()]) {
			*c = guess
			return true
		}
	}
	return false
}
