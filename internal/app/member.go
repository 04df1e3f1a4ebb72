package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

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
