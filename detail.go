package callflow

// Detail is what a registration said beside the status that it led to.
type Detail struct {
	Extra    Value           // a JSON object of further values by label, "" when there are none
	Products map[int64]int64 // units that this registration sold, by product id

	// What taking it back asks for. A log that is older than that has no UserID, and tells neither of the others.
	UserID   int64 // who registered it
	Meeting  bool  // it booked a meeting
	Decision bool  // it was counted as a decision
}

// The tags of a stored detail. A product's tag is the status's.
const (
	tagExtra = 1 + iota
	tagRegistrar
	tagBooked
	tagDecided
	tagTerms
)

// Pack makes the stored form, nil when there is nothing to say.
func (d *Detail) Pack(products []Product) []byte {
	packed := AppendPacked(nil, tagExtra, d.Extra)
	packed = AppendPacked(packed, tagRegistrar, numberValue(d.UserID))
	packed = AppendPacked(packed, tagBooked, flagValue(d.Meeting))
	packed = AppendPacked(packed, tagDecided, flagValue(d.Decision))
	packed = AppendPacked(packed, tagTerms, d.packTerms(products))
	for i := range products {
		packed = AppendPacked(packed, uint64(products[i].ID)+firstProductTag, numberValue(d.Products[products[i].ID]))
	}
	return packed
}

// packTerms keeps the title and price at which each product is sold: whoever bills an outcome later asks for those of then.
func (d *Detail) packTerms(products []Product) []byte {
	var terms []byte
	for i := range products {
		product := &products[i]
		if d.Products[product.ID] == 0 {
			continue
		}
		terms = AppendPacked(terms, titleTag(product.ID), AppendJSONString(nil, product.Title)) // `""` too: there was no title then
		terms = AppendPacked(terms, titleTag(product.ID)+1, product.Price)
	}
	return terms
}

// titleTag is the tag of a product's title among the terms. The tag after it is of the price.
func titleTag(productID int64) uint64 { return 2 * uint64(productID) }

// SoldAs gives a product with the title and price at which the outcome of a stored detail sold it. A detail from before these were
// kept gives the product back as it was given.
func SoldAs(detail []byte, product Product) Product {
	terms := FindPacked(detail, tagTerms)
	title := FindPacked(terms, titleTag(product.ID))
	if title == nil {
		return product
	}
	product.Title = Value(title).Text()
	product.Price = string(FindPacked(terms, titleTag(product.ID)+1))
	return product
}

func flagValue(set bool) Value {
	if set {
		return "1"
	}
	return ""
}

// SetPacked fills the detail from its stored form.
func (d *Detail) SetPacked(packed []byte) {
	*d = Detail{Products: make(map[int64]int64)}
	for {
		tag, value, rest, ok := NextPacked(packed)
		if !ok {
			return
		}
		d.set(tag, Value(value))
		packed = rest
	}
}

func (d *Detail) set(tag uint64, value Value) {
	switch tag {
	case tagExtra:
		d.Extra = value
	case tagRegistrar:
		d.UserID = value.number()
	case tagBooked:
		d.Meeting = true
	case tagDecided:
		d.Decision = true
	default:
		if tag >= firstProductTag {
			d.Products[int64(tag-firstProductTag)] = value.number()
		}
	}
}
