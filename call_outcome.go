package callflow

import (
	"encoding/json"
	"strings"
)

// ExtraPrefix begins the key of a value that a registration carries under a label of its own.
const ExtraPrefix = "call_outcome__extra__"

// OutcomeRow is a registered outcome as the log has it, with its customer's card as it
// is now. ChangedAt is when it was registered, Status what it led to.
type OutcomeRow struct {
	StatusRow
	Detail  []byte
	Product int // which of the products that it sold, from 0; what a list of products has one record for

	// Of an outcome that was withdrawn: the seq of the withdrawal, and where it is asked for, when that was and the status that it led to.
	WithdrawnBy, WithdrawnAt int64
	Withdrawal               []byte
}

// Tags under which a row carries the product that its record shows. No stored status has them.
const (
	tagSoldCode = tagToldWhen + 1 + iota
	tagSoldTitle
	tagSoldPrice
	tagSoldUnits
)

// OutcomeLayout is how the registered outcomes of one campaign are written. It is
// read-only, for any number of renderers.
type OutcomeLayout struct {
	head     *Layout
	tail     *Layout // what comes after the registration's own labels
	sold     bool
	include  OutcomeInclude
	products map[int64]*Product
}

// NewOutcomeLayout encodes the keys of registered outcomes or, with sold, of the
// products that they sold (contract, section 6).
func NewOutcomeLayout(shape *Shape, sold bool, include OutcomeInclude) *OutcomeLayout {
	head, tail := outcomeKeys(shape, sold)
	l := &OutcomeLayout{sold: sold, include: include, products: make(map[int64]*Product, len(shape.Products))}
	for i := range shape.Products {
		l.products[shape.Products[i].ID] = &shape.Products[i]
	}
	l.head, l.tail = NewLayout(shape, head), NewLayout(shape, tail)
	return l
}

// OutcomeKeyNames lists the keys that every record of an outcome layout has.
func OutcomeKeyNames(shape *Shape, sold bool, include OutcomeInclude) []string {
	head, tail := outcomeKeys(shape, sold)
	return append(KeyNames(append(head, tail...)), include.keys()...)
}

// outcomeKeys are the keys before and behind the registration's own labels.
func outcomeKeys(shape *Shape, sold bool) (head, tail []Key) {
	head = shape.CustomerKeys()
	if sold {
		head = append(head, soldKeys()...)
	}
	if shape.Generation == LaterGeneration {
		return append(head, laterRegistrationKeys()...), shape.nameKeys()
	}
	return append(head, registrationKeys()...), append([]Key{{Name: "call_outcome__additional_input_text"}}, shape.nameKeys()...)
}

func soldKeys() []Key {
	return []Key{
		{Name: "product__code", from: fromStatus, slot: tagSoldCode},
		{Name: "product__title", from: fromStatus, slot: tagSoldTitle},
		{Name: "product__price", from: fromStatus, slot: tagSoldPrice},
		{Name: "product__units", from: fromStatus, slot: tagSoldUnits},
	}
}

// registrationKeys are those of every registration: the department is the vendor's, and not kept here.
func registrationKeys() []Key {
	return []Key{
		{Name: "call_outcome__submitted_by", from: fromStatus, slot: tagUser},
		{Name: "call_outcome__submitted_when", from: fromChangedAt},
		{Name: "call_outcome__type", from: fromStatus, slot: tagCause},
		{Name: "call_outcome__subtype", from: fromStatus, slot: tagAlternative},
		{Name: "call_outcome__submitted_in_department"},
		{Name: "call_outcome__comment", from: fromStatus, slot: tagComment},
	}
}

// laterRegistrationKeys are those of the later generation, which calls a department a team.
func laterRegistrationKeys() []Key {
	return []Key{
		{Name: "call_outcome__comment", from: fromStatus, slot: tagComment},
		{Name: "call_outcome__report_as__submitted_by", from: fromStatus, slot: tagUser},
		{Name: "call_outcome__report_as__submitted_in_team"},
		{Name: "call_outcome__type", from: fromStatus, slot: tagCause},
		{Name: "call_outcome__subtype", from: fromStatus, slot: tagAlternative},
		{Name: "call_outcome__report_as__submitted_when", from: fromChangedAt},
		{Name: "call_outcome__report_as__submitted_when_timestamp", from: fromTimestamp},
	}
}

// AppendOutcome appends the record of one registered outcome as JSON.
func (r *Renderer) AppendOutcome(dst []byte, l *OutcomeLayout, row *OutcomeRow) []byte {
	shown := row.StatusRow
	if l.sold {
		shown.Status = l.withProduct(row)
	}
	dst = r.AppendRecord(dst, l.head, &shown)
	dst = appendExtras(dst[:len(dst)-1], FindPacked(row.Detail, tagExtra))
	end := len(dst)
	dst = r.AppendRecord(dst, l.tail, &shown)
	dst[end] = ',' // where the tail's record begins
	if l.include == (OutcomeInclude{}) {
		return dst
	}
	return append(l.include.append(dst[:len(dst)-1], r, row), '}')
}

// withProduct is the row's status and the product that its record shows.
func (l *OutcomeLayout) withProduct(row *OutcomeRow) []byte {
	id, units := productSold(row.Detail, row.Product)
	status := append(make([]byte, 0, len(row.Status)+64), row.Status...)
	if now := l.products[id]; now != nil {
		product := SoldAs(row.Detail, *now)
		status = AppendPacked(status, tagSoldCode, TextValue(product.Code))
		status = AppendPacked(status, tagSoldTitle, TextValue(product.Title))
		status = AppendPacked(status, tagSoldPrice, product.Price)
	}
	return AppendPacked(status, tagSoldUnits, units)
}

// productSold is the product at a place among those of a stored detail, and its units as JSON.
func productSold(detail []byte, place int) (id int64, units []byte) {
	for {
		tag, value, rest, ok := NextPacked(detail)
		if !ok {
			return 0, nil
		}
		if tag >= firstProductTag {
			if place == 0 {
				return int64(tag - firstProductTag), value
			}
			place--
		}
		detail = rest
	}
}

// appendExtras appends the members of a JSON object as keys of a record, in their order.
func appendExtras(dst, extra []byte) []byte {
	decoder := json.NewDecoder(strings.NewReader(string(extra)))
	if _, err := decoder.Token(); err != nil {
		return dst // there are none
	}
	for decoder.More() {
		label, err := decoder.Token()
		if err != nil {
			return dst
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return dst
		}
		name, _ := label.(string)
		dst = append(AppendJSONString(append(dst, ','), ExtraPrefix+name), ':')
		dst = append(dst, value...)
	}
	return dst
}

// AppendOutcomeName appends what an entry of the log names its registered outcome by, for looking it up.
func (c *Change) AppendOutcomeName(dst []byte) []byte {
	return appendOutcomeName(dst, FindPacked(c.Status, tagCause), FindPacked(c.Status, tagAlternative))
}

// AppendName appends what the log names the outcome by, for looking it up.
func (o *Outcome) AppendName(dst []byte) []byte {
	return appendOutcomeName(dst, TextValue(o.Type), TextValue(o.Subtype))
}

func appendOutcomeName[T ~string | ~[]byte](dst []byte, kind, subtype T) []byte {
	return append(append(append(dst, kind...), 0), subtype...)
}
