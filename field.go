package callflow

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// FieldType is the type of a custom field, which decides its JSON (contract, section 2).
type FieldType string

// The field types.
const (
	Text    FieldType = "text"
	Integer FieldType = "integer"
	Decimal FieldType = "decimal"
	Date    FieldType = "date"
	Boolean FieldType = "boolean"
	Choice  FieldType = "choice"
)

// Valid says whether the type is one of the six.
func (t FieldType) Valid() bool {
	switch t {
	case Text, Integer, Decimal, Date, Boolean, Choice:
		return true
	}
	return false
}

// Field is a custom field of an assignment. Key is its label.
type Field struct {
	ID        int64     `json:"id"`
	Key       string    `json:"key"`
	Type      FieldType `json:"type"`
	MaxLength int64     `json:"max_length"` // 0 when not limited
	Hint      string    `json:"hint"`
	Choices   []string  `json:"choices"`
	Position  int64     `json:"position"`

	// RetypedFrom is the type that the field had before, while a change of its type is unfinished: values are of either type then.
	RetypedFrom FieldType `json:"retyped_from,omitempty"`
}

// LookupID is the record's key of the field.
func (f *Field) LookupID() string { return CustomInfoPrefix + strconv.FormatInt(f.ID, 10) }

// Validate says what is missing or malformed.
func (f *Field) Validate() error {
	if f.Key == "" {
		return InvalidField("key", "A custom field needs a key: its label.")
	}
	if !f.Type.Valid() {
		return InvalidField("type", "type must be one of text, integer, decimal, date, boolean, choice.")
	}
	if f.Type == Choice && len(f.Choices) == 0 {
		return InvalidField("choices", "A field of type choice needs its choices.")
	}
	if f.MaxLength < 0 {
		return InvalidField("max_length", "max_length can't be negative; 0 means no limit.")
	}
	return nil
}

// Parse makes a value of the field's type from text as a person or a file writes it.
// Empty text is a value that is not set. The error says what was wanted.
func (f *Field) Parse(text string) (Value, error) {
	if text == "" || f.Type != Text && f.Type != Choice && strings.TrimSpace(text) == "" {
		return "", nil
	}
	switch f.Type {
	case Integer:
		return f.parseInteger(strings.TrimSpace(text))
	case Decimal:
		return f.parseDecimal(strings.TrimSpace(text))
	case Date:
		return f.parseDate(strings.TrimSpace(text))
	case Boolean:
		return f.parseBoolean(strings.TrimSpace(text))
	case Choice:
		if !slices.Contains(f.Choices, text) {
			return "", f.invalid("must be one of " + strings.Join(f.Choices, ", "))
		}
		return TextValue(text), nil
	case Text:
		return f.parseText(text)
	}
	return "", f.invalid("has an unknown type")
}

// longestText bounds a text whose field has no limit of its own: a page of 5,000
// records has to stay a page.
const longestText = 10000

func (f *Field) parseText(text string) (Value, error) {
	most := f.MaxLength
	if most == 0 {
		most = longestText
	}
	if problem := textProblem(text, most); problem != "" {
		return "", f.invalid(problem)
	}
	return TextValue(text), nil
}

func (f *Field) parseInteger(text string) (Value, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return "", f.invalid("must be a whole number")
	}
	return Value(strconv.FormatInt(n, 10)), nil
}

// parseDecimal keeps the digits as entered; a decimal comma becomes a point, unless it may part thousands.
func (f *Field) parseDecimal(text string) (Value, error) {
	if partsThousands(text) {
		return "", f.invalid("can be a thousand and more, or a number with decimals: write a point before decimals, and nothing between thousands")
	}
	if strings.Count(text, ",") == 1 {
		text = strings.Replace(text, ",", ".", 1)
	}
	if !validNumber(text) || len(text) > 100 {
		return "", f.invalid("must be a number such as 4 or 4.50")
	}
	return Value(text), nil
}

// partsThousands says whether the comma of a number may stand between thousands as well as before decimals, as in 12,345.
func partsThousands(text string) bool {
	before, after, found := strings.Cut(strings.TrimPrefix(text, "-"), ",")
	return found && validNumber(before) && len(before) <= 3 && before != "0" && len(after) == 3 && strings.Trim(after, "0123456789") == ""
}

// sameDecimal is a number as all that equal it are written: 1.50 is 1.5.
func sameDecimal(v Value) Value {
	if strings.Contains(string(v), ".") {
		v = Value(strings.TrimSuffix(strings.TrimRight(string(v), "0"), "."))
	}
	if v == "-0" {
		return "0"
	}
	return v
}

// Same says whether two values of the field are equal, however their digits are written.
func (f *Field) Same(a, b Value) bool {
	return a == b || f.Type == Decimal && sameDecimal(a) == sameDecimal(b)
}

// parseDate takes YYYY-MM-DD, and DD.MM.YYYY as Norwegian files have it.
func (f *Field) parseDate(text string) (Value, error) {
	if len(text) == 10 && text[2] == '.' && text[5] == '.' {
		text = text[6:] + "-" + text[3:5] + "-" + text[:2]
	}
	if !ValidDate(text) {
		return "", f.invalid("must be a date as YYYY-MM-DD")
	}
	return TextValue(text), nil
}

func (f *Field) parseBoolean(text string) (Value, error) {
	switch strings.ToLower(text) {
	case "true":
		return "true", nil
	case "false":
		return "false", nil
	}
	return "", f.invalid("must be true or false")
}

func (f *Field) invalid(problem string) *Error {
	return InvalidField(f.LookupID(), f.Key+" "+problem+".")
}

// textProblem says why a text can't be kept: not UTF-8, a NUL (which no
// PostgreSQL text holds), or longer than max characters (0: no limit).
func textProblem(text string, most int64) string {
	if !utf8.ValidString(text) {
		return "must be UTF-8 text"
	}
	if strings.IndexByte(text, 0) >= 0 {
		return "must not hold a NUL character"
	}
	if most > 0 && int64(len(text)) > most && int64(utf8.RuneCountInString(text)) > most {
		return "must have at most " + strconv.FormatInt(most, 10) + " characters"
	}
	return ""
}
