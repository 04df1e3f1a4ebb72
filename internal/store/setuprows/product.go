package setuprows

import (
	"callflow"
	"callflow/internal/store"
)

// productBehind is the position behind the last.
const productBehind = "SELECT COALESCE(MAX(position), 0) + 1 FROM products WHERE account_id = $1 AND campaign_id = $2"

// CreateProduct adds a product to a campaign and gives its id.
func CreateProduct(w *store.Write, campaignID int64, product *callflow.Product) (int64, error) {
	id, err := w.IDOr(product.ID, "products")
	if err != nil {
		return 0, err
	}
	position, err := positionOr(w, product.Position, productBehind, campaignID)
	if err != nil {
		return 0, err
	}
	return id, w.ExecSetup("INSERT INTO products (account_id, campaign_id, id, code, title, price, position) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		w.AccountID(), campaignID, id, product.Code, product.Title, product.Price, position)
}

// UpdateProduct replaces what is known of a product; NotFound when it is not there.
func UpdateProduct(w *store.Write, campaignID int64, product *callflow.Product) error {
	position, err := positionOr(w, product.Position, productBehind, campaignID)
	if err != nil {
		return err
	}
	return w.ExecSetupOne("UPDATE products SET code = $4, title = $5, price = $6, position = $7 WHERE account_id = $1 AND campaign_id = $2 AND id = $3",
		w.AccountID(), campaignID, product.ID, product.Code, product.Title, product.Price, position)
}

// DeleteProduct takes away a product of which nothing was ever registered.
func DeleteProduct(w *store.Write, campaignID, id int64) error {
	return w.ExecSetupOne("DELETE FROM products WHERE account_id = $1 AND campaign_id = $2 AND id = $3", w.AccountID(), campaignID, id)
}

// WasSold says whether units of a product were ever registered. Where customers stand
// is looked at too: nothing may be shown as another product's that gets the id later.
func WasSold(w *store.Write, campaignID, productID int64) (bool, error) {
	registered := func(packed []byte) bool {
		var detail callflow.Detail
		detail.SetPacked(packed)
		return detail.Products[productID] != 0
	}
	// at > 0 lets the index of registrations be used by a planner without statistics.
	sold, err := existsPacked(w, registered,
		"SELECT detail FROM changes WHERE account_id = $1 AND campaign_id = $2 AND at > 0 AND products > 0", w.AccountID(), campaignID)
	if sold || err != nil {
		return sold, err
	}
	held := func(packed []byte) bool {
		var status callflow.Status
		status.SetPacked(packed)
		return status.Products[productID] != 0
	}
	return existsPacked(w, held, "SELECT status FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2", w.AccountID(), campaignID)
}
