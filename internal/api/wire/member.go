// Package wire knows the JSON of the API: how bodies are read into the typed inputs of the verbs, and how their results are written. A body is
// read strictly, member by member, by name and type; a member that nobody asked for is refused with the name that was probably meant, and what is
// wrong goes along with the input, so that the verb tells it together with what it finds itself. It decides nothing, and imports no verb's
// store, no HTTP and no session.
package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"callflow"
)

// Member is one member of a JSON body, as it was sent.
type Member struct {
	Name  string
	Value json.RawMessage
}

// ParseError is the answer to a body that is not what JSON allows.
func ParseError(problem string) error {
	return &callflow.Error{Code: callflow.Invalid, Message: parseErrorStart + problem}
}

// parseErrorStart is how the answer begins (contract, section 7).
const parseErrorStart = "JSON parse error - "

// mostMembers bounds an object: nothing has so many, and each that is not known is looked for among all that are.
const mostMembers = 5000

// ParseObject reads a JSON object, its members in the order that they were sent.
func ParseObject(body []byte) ([]Member, error) {
	if at := halfEscape(body); at >= 0 {
		return nil, ParseError(fmt.Sprintf("half an escape at byte %d: \\ud800 to \\udfff stand for a sign in pairs alone", at))
	}
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	token, err := decoder.Token()
	if err != nil {
		return nil, ParseError(jsonProblem(err))
	}
	if token != json.Delim('{') {
		return nil, ParseError("an object was expected: {\"member\": value, …}")
	}
	var members []Member
	seen := make(map[string]bool)
	for decoder.More() {
		name, value, err := decodeMember(decoder)
		if err != nil {
			return nil, ParseError(jsonProblem(err))
		}
		if seen[name] {
			return nil, ParseError(fmt.Sprintf("the member %q comes twice", name))
		}
		if len(members) == mostMembers {
			return nil, ParseError(fmt.Sprintf("an object may have at most %d members", mostMembers))
		}
		seen[name] = true
		members = append(members, Member{Name: name, Value: value})
	}
	if _, err := decoder.Token(); err != nil {
		return nil, ParseError(jsonProblem(err))
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, ParseError("something follows the object")
	}
	return members, nil
}

func decodeMember(decoder *json.Decoder) (string, json.RawMessage, error) {
	token, err := decoder.Token()
	if err != nil {
		return "", nil, err
	}
	name, _ := token.(string)
	var value json.RawMessage
	err = decoder.Decode(&value)
	return name, value, err
}

// halfEscape is where a body has one half of a sign that JSON writes as two escapes without the other; -1 where it has none. Go's decoder
// would put another sign in its place.
func halfEscape(body []byte) int {
	for at := 0; at < len(body); at++ {
		if body[at] != '\\' {
			continue
		}
		sign := escaped(body, at)
		if !utf16.IsSurrogate(sign) {
			at++
			continue
		}
		if utf16.DecodeRune(sign, escaped(body, at+6)) == unicode.ReplacementChar {
			return at
		}
		at += 11
	}
	return -1
}

// escaped is the sign of the \u escape at a place, 0 where none is there.
func escaped(body []byte, at int) rune {
	if len(body) < at+6 || body[at] != '\\' || body[at+1] != 'u' {
		return 0
	}
	sign, err := strconv.ParseUint(string(body[at+2:at+6]), 16, 16)
	if err != nil {
		return 0
	}
	return rune(sign)
}

// jsonProblem says what is wrong with a JSON text, and where.
func jsonProblem(err error) string {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Sprintf("%s at byte %d", syntax.Error(), syntax.Offset)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "the body ends too early"
	}
	return "the body is not JSON"
}
