package cleanse

import "strings"

// yes and no in the languages of spreadsheets and people.
var (
	yes = []string{"true", "1", "ja", "yes", "sann", "sant", "y", "j", "wahr", "vrai", "on", "x"}
	no  = []string{"false", "0", "nei", "no", "usann", "usant", "n", "falsch", "faux", "off", "nej", "nein"}
)

// Boolean reads yes or no.
func Boolean(text string) (value, ok bool) {
	if len(text) > 6 {
		return false, false
	}
	for _, word := range yes {
		if strings.EqualFold(word, text) {
			return true, true
		}
	}
	for _, word := range no {
		if strings.EqualFold(word, text) {
			return false, true
		}
	}
	return false, false
}

// ClearlyBoolean says whether a word can hardly mean anything but yes or no.
func ClearlyBoolean(text string) bool {
	_, ok := Boolean(text)
	return ok && len(text) > 1 && !strings.EqualFold(text, "on") && !strings.EqualFold(text, "off")
}

// OneOf finds a text among choices, without regard to case and the blanks around it, where only one is meant.
func OneOf(text string, choices []string) (string, bool) {
	found := ""
	wanted := strings.Join(strings.Fields(text), " ")
	for _, choice := range choices {
		if choice == text {
			return choice, true
		}
		if strings.EqualFold(strings.Join(strings.Fields(choice), " "), wanted) {
			if found != "" {
				return "", false
			}
			found = choice
		}
	}
	return found, found != ""
}
