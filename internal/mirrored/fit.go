package mirrored

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
)

// fit makes the keys of the campaign's records here those of the other side, in its order: products are seen in the keys alone.
func (c *Campaign) fit(ctx context.Context, record *TheirRecord) error {
	var keys []string
	values := make(map[string][]byte)
	for key, raw := range record.Members {
		keys = append(keys, key)
		values[key] = raw
	}
	fits := false
	err := c.run.store.Read(ctx, c.run.accountID, func(r *store.Snapshot) error {
		if _, err := c.part(r.Setup()); err != nil {
			return err
		}
		fits = slices.Equal(keys, callflow.KeyNames(r.Setup().Shape(r.Setup().Campaigns[c.id]).StatusKeys()))
		return nil
	})
	if err != nil || fits {
		return err
	}
	return c.run.write(ctx, func(w *store.Write) error {
		f := &fitting{Write: w, campaignID: c.id}
		if err := f.fields(keys, values); err != nil {
			return err
		}
		return f.products(keys)
	})
}

// fitting changes which custom fields and products there are, and their order.
type fitting struct {
	*store.Write
	campaignID int64
}

func (f *fitting) fields(keys []string, values map[string][]byte) error {
	setup, err := f.Setup()
	if err != nil {
		return err
	}
	assignmentID := setup.Campaigns[f.campaignID].AssignmentID
	held := setup.Fields[assignmentID]
	var wanted []callflow.Field
	for _, key := range keys {
		id, ok := customFieldID(key)
		if !ok {
			continue
		}
		i := slices.IndexFunc(held, func(field callflow.Field) bool { return field.ID == id })
		if i >= 0 {
			wanted = append(wanted, held[i])
			continue
		}
		field := callflow.Field{ID: id, Key: key, Type: typeOf(values[key]), Choices: []string{}, Position: int64(len(held) + len(wanted) + 1)}
		if _, err := setuprows.CreateField(f.Write, assignmentID, &field); err != nil {
			return err
		}
		wanted = append(wanted, field)
	}
	wanted, err = f.keepFields(assignmentID, wanted, held)
	if err != nil {
		return err
	}
	for i := range wanted {
		if wanted[i].Position == int64(i+1) {
			continue
		}
		wanted[i].Position = int64(i + 1)
		if err := setuprows.UpdateField(f.Write, assignmentID, &wanted[i]); err != nil {
			return err
		}
	}
	return nil
}

// keepFields drops the fields that the other side has no more, and lets those follow the others that customers here still have
// values in: once the walk has emptied them, the next drops them.
func (f *fitting) keepFields(assignmentID int64, wanted, held []callflow.Field) ([]callflow.Field, error) {
	for i := range held {
		if slices.ContainsFunc(wanted, func(field callflow.Field) bool { return field.ID == held[i].ID }) {
			continue
		}
		used, err := setuprows.HasValues(f.Write, assignmentID, held[i].ID)
		if err != nil {
			return nil, err
		}
		if used {
			wanted = append(wanted, held[i])
			continue
		}
		if err := setuprows.DeleteField(f.Write, assignmentID, held[i].ID); err != nil {
			return nil, err
		}
	}
	return wanted, nil
}

func (f *fitting) products(keys []string) error {
	setup, err := f.Setup()
	if err != nil {
		return err
	}
	held := setup.Products[f.campaignID]
	position := int64(0)
	for _, key := range keys {
		code, ok := strings.CutPrefix(key, callflow.ProductPrefix)
		if !ok {
			continue
		}
		position++
		i := slices.IndexFunc(held, func(product callflow.Product) bool { return product.Code == code })
		if i < 0 {
			if _, err := setuprows.CreateProduct(f.Write, f.campaignID, &callflow.Product{Code: code, Position: position}); err != nil {
				return err
			}
			continue
		}
		product := held[i]
		if product.Position == position {
			continue
		}
		product.Position = position
		if err := setuprows.UpdateProduct(f.Write, f.campaignID, &product); err != nil {
			return err
		}
	}
	return f.dropProducts(keys, held)
}

// dropProducts drops those that the other side has no more, and of which nothing was ever sold. The others come last.
func (f *fitting) dropProducts(keys []string, held []callflow.Product) error {
	for i := range held {
		if slices.Contains(keys, callflow.ProductPrefix+held[i].Code) {
			continue
		}
		sold, err := setuprows.WasSold(f.Write, f.campaignID, held[i].ID)
		if err == nil && !sold {
			err = setuprows.DeleteProduct(f.Write, f.campaignID, held[i].ID)
		} else if err == nil {
			held[i].Position = int64(len(keys) + i)
			err = setuprows.UpdateProduct(f.Write, f.campaignID, &held[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func customFieldID(key string) (int64, bool) {
	digits, ok := strings.CutPrefix(key, callflow.CustomInfoPrefix)
	if !ok {
		return 0, false
	}
	id, err := strconv.ParseInt(digits, 10, 64)
	return id, err == nil && id > 0
}

// typeOf guesses a field's type where the other side does not list the field.
func typeOf(raw []byte) callflow.FieldType {
	value := callflow.ToldValue(raw)
	switch {
	case value == "true" || value == "false":
		return callflow.Boolean
	case value == "" || value[0] == '"':
		return callflow.Text
	case bytes.IndexByte(raw, '.') >= 0:
		return callflow.Decimal
	}
	return callflow.Integer
}
