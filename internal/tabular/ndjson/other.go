package ndjson

import (
	"bytes"

	"callflow/internal/tabular"
)

// refuseOtherJSON tells apart what else JSON is written as.
func refuseOtherJSON(head []byte) error {
	head = bytes.TrimSpace(head)
	first, _, _ := bytes.Cut(head, []byte("\n"))
	first = bytes.TrimSpace(first)
	const results = `"results"`
	switch {
	case bytes.HasPrefix(first, []byte("[")):
		return &tabular.FileError{Reason: "the file is one JSON list, not an object per line",
			Fix: "write each object on a line of its own, as jq -c '.[]' does"}
	case bytes.HasPrefix(head, []byte("{")) && bytes.Contains(head, []byte(results)) && bytes.Contains(head, []byte(`"count"`)):
		return &tabular.FileError{Reason: "the file is a page of an API's answer, not an object per line",
			Fix: "fetch all of its pages, and write each of its results on a line of its own, as jq -c '.results[]' does"}
	case string(first) == "{":
		return &tabular.FileError{Reason: "the file has objects spread over several lines", Fix: "write each object on a line of its own, as jq -c . does"}
	}
	return nil
}
