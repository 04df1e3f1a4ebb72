package callflow

// Detail is what a registration said beside the status that it led to.
type Detail struct {
	Extra    Value           // a JSON object of further values by label, "" when there are none
	Products map[int64]int64 // units that this registration sold, by product id
}

// The tag of a stored detail's extra values. A product's tag is the status's.
const tagExtra = 1

// Pack makes the stored form, nil when there is nothing to say.
func (d *Detail) Pack(products []Product) []byte {
	packed := AppendPacked(nil, tagExtra, d.Extra)
	for i := range products {
		packed = AppendPacked(packed, uint64(products[i].ID)+firstProductTag, numberValue(d.Products[products[i].ID]))
	}
	return packed
}

// SetPacked fills the detail from its stored form.
func (d *Detail) SetPacked(packed []byte) {
	*d = Detail{Products: make(map[int64]int64)}
	for {
		tag, value, rest, ok := NextPacked(packed)
		if !ok {
			return
		}
		switch {
		case tag == tagExtra:
			d.Extra = Value(value)
		case tag >= firstProductTag:
			d.Products[int64(tag-firstProductTag)] = Value(value).number()
		}
		packed = rest
	}
}
