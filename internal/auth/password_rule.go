package auth

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"callflow"
)

// commonPasswords is a list of words, one a line, after lines of comment that begin with #.
//
//go:embed common_passwords.txt
var commonPasswords string

var commonWords = sync.OnceValue(func() map[string]bool {
	words := make(map[string]bool)
	for line := range strings.Lines(commonPasswords) {
		if word := strings.TrimSpace(line); word != "" && word[0] != '#' {
			words[word] = true
		}
	}
	return words
})

const (
	leastPassword = 8  // characters (NIST SP 800-63B)
	longEnough    = 20 // characters that make it hard to guess whatever it is made of, if it is not one thing again and again
	leastDistinct = 5  // characters that differ
)

// checkPassword says what is wrong with a password that somebody wants to use.
func checkPassword(password, email string) error {
	plain := strings.ToLower(strings.TrimSpace(password))
	switch {
	case len([]rune(password)) < leastPassword || len(password) > 1000:
		return callflow.InvalidField("password", "A password needs at least 8 characters, and at most 1000 bytes.")
	case plain == "":
		return callflow.InvalidField("password",
			"A password can't be made of blanks. Three or four unrelated words are easy to keep and hard to guess.")
	case isOfEmail(plain, strings.ToLower(strings.TrimSpace(email))):
		return callflow.InvalidField("password",
			"A password can't be the e-mail address, or what stands before its @. Three or four unrelated words are easy to keep and hard to guess.")
	case isCommon(plain):
		return callflow.InvalidField("password",
			"This password is one of those that are guessed first. Three or four unrelated words are easy to keep and hard to guess.")
	}
	return nil
}

// isOfEmail says whether a password is the e-mail address or its local part, with digits and signs around it or without.
func isOfEmail(plain, email string) bool {
	local, domain, _ := strings.Cut(email, "@")
	if email == "" {
		return false
	}
	core := bare(plain)
	for _, part := range []string{email, local, domain} {
		if plain == part || core != "" && core == bare(part) {
			return true
		}
	}
	return false
}

// isCommon says whether a password is guessed first: what is left of it without digits and signs at its ends is a common word, or two of
// them, or it is few characters again and again, or keys in a row.
func isCommon(plain string) bool {
	if differing(plain) < leastDistinct || isRun(plain) {
		return true
	}
	if len([]rune(plain)) >= longEnough {
		return false
	}
	core := bare(plain)
	return !hasLetters(plain) || isCommonWord(core) || isCommonWord(bare(unleeted.Replace(core))) || isCommonWord(bare(unleeted.Replace(plain))) ||
		isOfKeys(lettersOf(plain))
}

// isCommonWord says whether letters are a common word, or two in a row.
func isCommonWord(core string) bool {
	words := commonWords()
	if words[core] {
		return true
	}
	for i := range core {
		if words[core[:i]] && words[core[i:]] {
			return true
		}
	}
	return false
}

// unleeted turns the digits and signs that stand for letters into them.
var unleeted = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// bare is a text without what is no letter at its ends, and without the signs between its letters.
func bare(text string) string {
	text = strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

// lettersOf is a text without all that is no letter, as 1q2w3e4r is qwer.
func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text)
}

// keyLines are the lines of keys that people go along, and leastKeys how many letters of such lines are taken for that.
var keyLines = []string{"qwertyuiopå", "asdfghjkløæ", "zxcvbnm", "qaz", "wsx", "edc", "rfv", "tgb", "yhn", "ujm", "abcdefghijklmnopqrstuvwxyz"}

const (
	leastKeys = 4
	leastLine = 3 // keys that lie beside each other
)

// isOfKeys says whether letters are pieces of lines of keys one after another, forwards or backwards.
func isOfKeys(letters string) bool {
	if len([]rune(letters)) < leastKeys {
		return false
	}
	for letters != "" {
		piece := longestOfKeys(letters)
		if piece == 0 {
			return false
		}
		letters = letters[piece:]
	}
	return true
}

// longestOfKeys is the length in bytes of the longest piece of a line of keys that letters begin with, 0 for none.
func longestOfKeys(letters string) int {
	longest, count := 0, 0
	for end := range letters + " " {
		if count++; count > leastLine && isOnKeys(letters[:end]) {
			longest = end
		}
	}
	return longest
}

func isOnKeys(piece string) bool {
	runes := []rune(piece)
	slices.Reverse(runes)
	back := string(runes)
	return slices.ContainsFunc(keyLines, func(line string) bool { return strings.Contains(line, piece) || strings.Contains(line, back) })
}

func hasLetters(text string) bool { return strings.IndexFunc(text, unicode.IsLetter) >= 0 }

func differing(text string) int {
	seen := make(map[rune]bool)
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}

// isRun says whether each character follows on the one before, up or down, as in 12345678 and hgfedcba.
func isRun(text string) bool {
	runes := []rune(text)
	up, down := true, true
	for i := 1; i < len(runes); i++ {
		step := runes[i] - runes[i-1]
		up = up && (step == 1 || step == -9)
		down = down && (step == -1 || step == 9)
	}
	return up || down
}

// NewPasswordHash gives the hash of a password that somebody wants to use, or says what is wrong with it.
func NewPasswordHash(password, email string) (string, error) {
	if err := checkPassword(password, email); err != nil {
		return "", err
	}
	return hashPassword(password)
}
