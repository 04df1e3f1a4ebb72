package auth

import "testing"

func TestPasswordsThatAreGuessedFirstAreRefused(t *testing.T) {
	t.Parallel()
	const email = "kari.nordmann@acme.example"
	for _, password := range []string{
		"12345678", "123456789", "1234567890", "87654321", "11111111", "12121212", "20242024", "19870412", "password", "Password1", "P@ssw0rd", "passord1",
		"Passord123", "sunshine2024", "Sommer2026!", "!!Velkommen", "Welcome1", "qwertyuiop", "qwerty123", "asdfghjkl", "1q1q1q1q", "abcd1234", "abcabcabc",
		"aaaaaaaaaaaaaaaaaaaaaaaaa", "iloveyou", "Oslo2026", "callflow", "callflow2026", "passordpassord", "HeiHei123", "jeg-elsker-deg", "abcdefgh", "hgfedcba",
		"        ", "\t\t\t\t\t\t\t\t\t", email, "Kari.Nordmann@ACME.example", "kari.nordmann", "KariNordmann1", "karinordmann2026!", "acme.example", " password ",
		"1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "zaq12wsx", "q1w2e3r4", "passw0rd!", "a1b2c3d4", "poiulkjh", "4r3e2w1q",
		"kort", "", "12",
	} {
		if err := checkPassword(password, email); err == nil {
			t.Errorf("%q may be a password", password)
		}
	}
}

func TestOtherPasswordsAreTaken(t *testing.T) {
	t.Parallel()
	for _, password := range []string{
		"korrekt hest batteri", "et langt passord", "et helt nytt passord", "correct horse battery staple", "enda lengre", "Tr0ub4dor&3", "xK9#mQ2vLp",
		"blåbærtur i regn", "fjelltur-kompass", "J7RTM5N3Q4XCPDHWYAOV", "skrivebordslampe", "9f86d081884c", "fjelltur qwe", "漢字の長い合言葉です",
	} {
		if err := checkPassword(password, "kari.nordmann@acme.example"); err != nil {
			t.Errorf("%q is refused: %v", password, err)
		}
	}
}
