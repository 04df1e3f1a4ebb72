package wire

import (
	"bytes"
	"encoding/json"
	"time"

	"callflow/internal/given"
	"callflow/internal/setup"
)

// ReadEdit reads what is said of a thing that is set up.
func ReadEdit(noun setup.Noun, members []Member, location *time.Location) setup.Edit {
	o, edit := NewObject(noun.Name(), members, location), noun.NewEdit()
	readValues(o, edit.Values(), edit.Own())
	return edit
}

// readValues reads the values of an edit by their names, in their order.
func readValues(o *Object, values []setup.Named, own *setup.Said) {
	for _, value := range values {
		switch place := value.Value.(type) {
		case *given.Value[string]:
			*place = o.Text(value.Name)
		case *given.Value[int64]:
			*place = o.Integer(value.Name)
		case *given.Value[bool]:
			*place = o.Boolean(value.Name)
		case *given.Value[[]string]:
			*place = o.Texts(value.Name)
		}
	}
	if id := &own.ID; id.Set {
		*id = orNone(o, "id", *id)
	}
	own.Order, own.Faults = o.names(), o.Unknown()
}

// ReadDryRun reads what would be changed of a campaign's rules.
func ReadDryRun(members []Member, location *time.Location) *setup.DryRunInput {
	o := NewObject("A dry run", members, location)
	input := &setup.DryRunInput{Named: o.Has("max_attempts"), MaxAttempts: orNone(o, "max_attempts", o.Integer("max_attempts"))}
	states := o.Objects("call_states")
	input.States = given.Value[[]*setup.KindInput]{Set: states.Set, Fault: states.Fault}
	for _, state := range states.V {
		input.States.V = append(input.States.V, readKind(state))
	}
	outcomes := o.Objects("outcomes")
	input.Outcomes = given.Value[[]*setup.OutcomeEdit]{Set: outcomes.Set, Fault: outcomes.Fault}
	for _, outcome := range outcomes.V {
		input.Outcomes.V = append(input.Outcomes.V, readOutcomeChange(outcome))
	}
	input.Faults = o.Unknown()
	return input
}

func readKind(o *Object) *setup.KindInput {
	if o == nil {
		return nil
	}
	input := &setup.KindInput{Name: o.Text("name"), Kind: o.Text("kind")}
	input.Faults = o.Unknown()
	return input
}

// readOutcomeChange reads what would be changed of an outcome, which its type and subtype name: it has no id here.
func readOutcomeChange(o *Object) *setup.OutcomeEdit {
	if o == nil {
		return nil
	}
	edit := &setup.OutcomeEdit{}
	readValues(o, edit.Values()[1:], &edit.Said)
	return edit
}

// EncodeThing writes a thing that is set up.
func EncodeThing(thing setup.Thing) []byte {
	body := []byte{'{'}
	for i, attribute := range thing {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(append(body, encode(attribute.Name)...), ':')
		body = append(body, encode(attribute.Value)...)
	}
	return append(body, '}')
}

// EncodeThings writes a list of things that are set up.
func EncodeThings(things []setup.Thing) []byte {
	body := []byte{'['}
	for i, thing := range things {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, EncodeThing(thing)...)
	}
	return append(body, ']')
}

// fieldReport is what becomes of the values of a custom field, as it is sent.
type fieldReport struct {
	Field          json.RawMessage   `json:"field"`
	From           string            `json:"from"`
	Values         int64             `json:"values"`
	Readable       int64             `json:"readable"`
	Rewritten      int64             `json:"rewritten"`
	Unreadable     int64             `json:"unreadable"`
	Examples       []unreadableValue `json:"examples"`
	RemovedChoices []string          `json:"removed_choices"`
}

type unreadableValue struct {
	CustomerID string `json:"customer_id"`
	Value      string `json:"value"`
	Problem    string `json:"problem"`
}

// EncodeFieldReport writes what a change of a custom field would make of the values that customers have.
func EncodeFieldReport(r *setup.FieldReport) []byte {
	sent := fieldReport{
		Field: EncodeThing(r.Field), From: string(r.From), Values: r.Values, Readable: r.Readable, Rewritten: r.Rewritten, Unreadable: r.Unreadable,
		Examples: []unreadableValue{}, RemovedChoices: r.RemovedChoices,
	}
	for _, example := range r.Examples {
		sent.Examples = append(sent.Examples, unreadableValue(example))
	}
	return encode(sent)
}

// dryRun is what other rules would have made of a campaign's customers, as it is sent.
type dryRun struct {
	Customers int64        `json:"customers"`
	Elsewhere int64        `json:"elsewhere"`
	Moves     []dryMove    `json:"moves"`
	Examples  []dryExample `json:"examples"`
}

type dryMove struct {
	From      string `json:"from"`
	To        string `json:"to"`
	Customers int64  `json:"customers"`
}

type dryExample struct {
	CustomerID string `json:"customer_id"`
	From       string `json:"from"`
	To         string `json:"to"`
}

// EncodeDryRun writes what other rules would have made of a campaign's customers.
func EncodeDryRun(r *setup.DryRun) []byte {
	sent := dryRun{Customers: r.Customers, Elsewhere: r.Elsewhere, Moves: []dryMove{}, Examples: []dryExample{}}
	for _, move := range r.Moves {
		sent.Moves = append(sent.Moves, dryMove(move))
	}
	for _, example := range r.Examples {
		sent.Examples = append(sent.Examples, dryExample{example.CustomerID, example.From, example.To})
	}
	return encode(sent)
}

// encode writes a value as the API shows it: compact JSON, with nothing escaped that need not be.
func encode(value any) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // it is made of texts and numbers
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))
}
