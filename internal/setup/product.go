package setup

import (
	"slices"

	"callflow"
	"callflow/internal/given"
	"callflow/internal/store/setuprows"
)

// Products are what a campaign sells.
var Products Noun = &noun[callflow.Product, ProductEdit]{
	name:  "A product",
	id:    func(product *callflow.Product) *int64 { return &product.ID },
	all:   productsOfOwner,
	view:  func(_ *scope, product *callflow.Product) Thing { return viewProduct(product) },
	read:  readProduct,
	check: func(_ *scope, product *callflow.Product) error { return product.Validate() },
	used:  productInUse,
	add: func(c *scope, product *callflow.Product) (int64, error) {
		return setuprows.CreateProduct(c.w, c.owner, product)
	},
	set:  func(c *scope, product *callflow.Product) error { return setuprows.UpdateProduct(c.w, c.owner, product) },
	drop: func(c *scope, id int64) error { return setuprows.DeleteProduct(c.w, c.owner, id) },
}

// ProductEdit is what is said of a product.
type ProductEdit struct {
	Said

	Code     given.Value[string]
	Title    given.Value[string]
	Price    given.Value[string]
	Position given.Value[int64]
}

// Values are the edit's own values.
func (e *ProductEdit) Values() []Named {
	return e.values(
		Named{"code", &e.Code},
		Named{"title", &e.Title},
		Named{"price", &e.Price},
		Named{"position", &e.Position},
	)
}

func viewProduct(product *callflow.Product) Thing {
	return Thing{{"id", product.ID}, {"code", product.Code}, {"title", product.Title}, {"price", product.Price}, {"position", product.Position}}
}

func productsOfOwner(c *scope) ([]callflow.Product, error) {
	if _, err := c.Campaign(c.owner); err != nil {
		return nil, err
	}
	return slices.Clone(c.Setup.Products[c.owner]), nil
}

func readProduct(_ *scope, f faults, edit *ProductEdit, product *callflow.Product) {
	f.setName("code", edit.Code, &product.Code)
	f.setLine("title", edit.Title, longestDescription, &product.Title)
	f.setLine("price", edit.Price, LongestName, &product.Price)
	f.setNumber("position", edit.Position, &product.Position)
}

func productInUse(c *scope, product *callflow.Product) error {
	used, err := setuprows.WasSold(c.w, c.owner, product.ID)
	if err != nil || !used {
		return err
	}
	return inUse("Units of the product were registered, and stay in the records.", "Give it a title that says that it is no longer sold.")
}
