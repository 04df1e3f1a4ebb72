package setup

import (
	"testing"

	"callflow"
	"callflow/internal/auth"
)

func TestAFieldWhoseTypeWasChangedSinceItsValuesWereReadIsNotChanged(t *testing.T) {
	t.Parallel()
	text, number := callflow.Field{Type: callflow.Text}, callflow.Field{Type: callflow.Integer}
	unfinished := callflow.Field{Type: callflow.Text, RetypedFrom: callflow.Date}
	for sentence, test := range map[string]struct {
		held, before callflow.Field // when the values were read, and in the transaction
	}{
		"another request has changed it":           {text, number},
		"another request is changing it":           {text, callflow.Field{Type: callflow.Integer, RetypedFrom: callflow.Text}},
		"another request changed it, and back":     {text, unfinished},
		"another request has completed its change": {unfinished, text},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			wanted := text // as who sends back what was read
			c := &scope{survey: &fieldSurvey{held: test.held, wanted: wanted}}
			if err := guardField(c, &test.before, &wanted); callflow.ErrorCode(err) != callflow.ErrorCode(auth.ErrMovedOn()) {
				t.Errorf("it is changed: %v", err)
			}
		})
	}
	c := &scope{survey: &fieldSurvey{held: text, wanted: text}}
	if err := guardField(c, &text, &text); err != nil {
		t.Errorf("a field that is sent back as it was read is refused: %v", err)
	}
}
