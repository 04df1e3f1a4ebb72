package searchindex

import (
	"slices"
	"unicode/utf8"

	"callflow/internal/db"
)

// postgres is the index of texts in PostgreSQL: pg_trgm, with the account and the assignment before the text.
type postgres struct{}

// mostParts is how many terms the index is asked for; what it finds is looked at in any case.
const mostParts = 3

func (postgres) put(tx db.Tx, accountID, assignmentID int64, texts []Text) error {
	for i := range texts {
		err := tx.Queue(`INSERT INTO search_texts (account_id, assignment_id, number, text) VALUES ($1, $2, $3, $4)
			ON CONFLICT (account_id, assignment_id, number) DO UPDATE SET text = excluded.text`,
			accountID, assignmentID, texts[i].Number, plainLetters(texts[i].Text))
		if err != nil {
			return err
		}
	}
	return nil
}

func (postgres) remove(tx db.Tx, accountID, assignmentID, number int64) error {
	return tx.Queue("DELETE FROM search_texts WHERE account_id = $1 AND assignment_id = $2 AND number = $3", accountID, assignmentID, number)
}

// isUnclean is never so: PostgreSQL's own VACUUM takes away what was deleted, in its time.
func (postgres) isUnclean(db.Tx) (bool, error) { return false, nil }

func (postgres) clean(db.Tx, int) (over bool, err error) { return true, nil }

// merge has nothing to do: PostgreSQL looks after its index itself.
func (postgres) merge(db.Tx, int) (more bool, err error) { return false, nil }

// few asks the index, but for what many have: PostgreSQL would gather all of them before it gave the first. The bound is outside of
// what is planned: with it inside, the planner would rather read text after text.
func (i postgres) few(tx db.Tx, at *Place, most int) (numbers []int64, all bool, err error) {
	if common, err := i.isCommon(tx, at); common || err != nil {
		return nil, false, err
	}
	parts := partsOf(at.Terms)
	numbers, err = tx.Gather(`WITH found AS MATERIALIZED (SELECT number FROM search_texts WHERE account_id = $1 AND assignment_id = $2
			AND text LIKE $3 AND text LIKE $4 AND text LIKE $5) SELECT number FROM found LIMIT $6`,
		at.AccountID, at.AssignmentID, parts[0], parts[1], parts[2], most+1)
	slices.Sort(numbers)
	return numbers, len(numbers) <= most, err
}

// A sample of the texts tells what many have: runs of them from the beginning, the middle and the end.
const (
	sampleRuns = 3
	sampleRun  = 400
	sampleMany = sampleRuns * sampleRun / 50 // of those 2 %
)

func (postgres) isCommon(tx db.Tx, at *Place) (bool, error) {
	last, err := db.ReadNumber(tx, "SELECT MAX(number) FROM search_texts WHERE account_id = $1 AND assignment_id = $2", at.AccountID, at.AssignmentID)
	if err != nil {
		return false, err
	}
	parts := partsOf(at.Terms)
	found := int64(0)
	for run := range int64(sampleRuns) {
		from := max(0, last-sampleRun) * run / (sampleRuns - 1)
		n, err := db.ReadNumber(tx, `SELECT COUNT(*) FROM search_texts WHERE account_id = $1 AND assignment_id = $2 AND number > $3 AND number <= $4
			AND text LIKE $5 AND text LIKE $6 AND text LIKE $7`,
			at.AccountID, at.AssignmentID, from, from+sampleRun, parts[0], parts[1], parts[2])
		if err != nil {
			return false, err
		}
		found += n
	}
	return found >= sampleMany, nil
}

// ordered reads text after text: it is for what many have.
func (postgres) ordered(tx db.Tx, at *Place, s Range) ([]int64, error) {
	sql := `SELECT number FROM search_texts WHERE account_id = $1 AND assignment_id = $2 AND number > $3
		AND text LIKE $4 AND text LIKE $5 AND text LIKE $6 ORDER BY number LIMIT $7`
	if s.Backward {
		sql = `SELECT number FROM search_texts WHERE account_id = $1 AND assignment_id = $2 AND number < $3
			AND text LIKE $4 AND text LIKE $5 AND text LIKE $6 ORDER BY number DESC LIMIT $7`
	}
	parts := partsOf(at.Terms)
	return db.ReadColumn(tx, sql, at.AccountID, at.AssignmentID, s.After, parts[0], parts[1], parts[2], s.Limit)
}

func (postgres) clearPart(tx db.Tx, accountID int64) (more bool, err error) {
	rows := tx.Query("SELECT assignment_id, number FROM search_texts WHERE account_id = $1 ORDER BY assignment_id, number LIMIT 1", accountID)
	if !rows.Next() {
		return false, rows.Err()
	}
	assignmentID, number := rows.Int(0), rows.Int(1)
	rows.Close()
	return true, tx.Queue("DELETE FROM search_texts WHERE account_id = $1 AND assignment_id = $2 AND number >= $3 AND number < $4",
		accountID, assignmentID, number, number+clearedTogether)
}

// partsOf gives the patterns of the longest terms; fewer are filled up with one that every text has.
func partsOf(terms []string) [mostParts]string {
	parts := [mostParts]string{"%", "%", "%"}
	for i, term := range terms[:min(len(terms), mostParts)] {
		parts[i] = "%" + plainLetters([]byte(term)) + "%"
	}
	return parts
}

// plainLetters writes a folded text in letters, digits and line ends. pg_trgm takes any other character for the end of a word, and which
// letters beyond ASCII are letters it takes from the server's locale. Several characters become one: an index may find too much.
func plainLetters(text []byte) string {
	plain := make([]byte, 0, len(text)+len(text)/8)
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == ' ', c == '\n':
			plain = append(plain, c)
		case c < utf8.RuneSelf:
			plain = append(plain, 'q')
		default:
			letter, size := utf8.DecodeRune(text[i:])
			plain = append(plain, 'q', byte('a'+letter%26), byte('a'+letter/26%26))
			i += size - 1
		}
		i++
	}
	return string(plain)
}
