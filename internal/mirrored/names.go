package mirrored

import (
	"encoding/json"
	"fmt"
	"strings"

	"callflow/internal/store"
	"callflow/internal/store/pairing"
	"callflow/internal/store/setuprows"
)

// No customer changes where a call state or a product is renamed, so that no list of changes tells of it. What is called otherwise than in the
// run before is renamed here, which moves nobody; and the campaign's whole list is looked through, which finds what can't be renamed.

// TheirName is a call state, by its name, or a product, by its code.
type TheirName struct {
	ID   int64  `json:"id"` // on the other server
	Name string `json:"name"`
}

// TheirNames is what a campaign's records name, in the other server's order.
type TheirNames struct {
	States   []TheirName `json:"call_states"`
	Products []TheirName `json:"products"`
	Fields   []int64     `json:"custom_fields"` // their ids
}

// takeNames renames here what is called otherwise there than in the run before. Where anything differs, the token of before is no more.
func (m *Run) takeNames(w *store.Write, theirs *TheirCampaign) error {
	told := ""
	if theirs.Names != nil {
		var encoded strings.Builder
		encoder := json.NewEncoder(&encoded)
		encoder.SetEscapeHTML(false) // as runs before have kept them
		if err := encoder.Encode(theirs.Names); err != nil {
			return err
		}
		told = strings.TrimSuffix(encoded.String(), "\n")
	}
	id := theirs.Campaign.ID
	kept := m.kept[id]
	if kept.Names == told {
		return nil
	}
	if theirs.Names != nil && kept.Names != "" {
		var before TheirNames
		if err := json.Unmarshal([]byte(kept.Names), &before); err != nil {
			return fmt.Errorf("the names that campaign %d had: %w", id, err)
		}
		if err := renameAll(w, id, &before, theirs.Names); err != nil {
			return err
		}
	}
	kept.Names, kept.Token = told, ""
	m.kept[id] = kept
	return pairing.PutCampaign(w, id, kept)
}

func renameAll(w *store.Write, campaignID int64, before, now *TheirNames) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	states, products := make(map[string]int, len(setup.States[campaignID])), make(map[string]int, len(setup.Products[campaignID]))
	for i := range setup.States[campaignID] {
		states[setup.States[campaignID][i].Name] = i
	}
	for i := range setup.Products[campaignID] {
		products[setup.Products[campaignID][i].Code] = i
	}
	err = rename(renamed(before.States, now.States), states, func(i int, name string) error {
		state := setup.States[campaignID][i]
		state.Name = name
		return setuprows.UpdateState(w, campaignID, &state)
	})
	if err != nil {
		return err
	}
	return rename(renamed(before.Products, now.Products), products, func(i int, code string) error {
		product := setup.Products[campaignID][i]
		product.Code = code
		return setuprows.UpdateProduct(w, campaignID, &product)
	})
}

// renamed gives the new names by the old ones.
func renamed(before, now []TheirName) map[string]string {
	names := make(map[int64]string, len(now))
	for _, thing := range now {
		names[thing.ID] = thing.Name
	}
	changed := make(map[string]string)
	for _, thing := range before {
		if name := names[thing.ID]; name != "" && name != thing.Name {
			changed[thing.Name] = name
		}
	}
	return changed
}

// rename gives those that are held here their new names, but for a name that another one here keeps. Names may be exchanged, and no two may
// have one name at any moment: so each has a name of its own in between.
func rename(names map[string]string, held map[string]int, set func(i int, name string) error) error {
	for dropped := true; dropped; {
		dropped = false
		for old, name := range names {
			_, here := held[old]
			_, taken := held[name]
			_, leaves := names[name]
			if !here || taken && !leaves {
				delete(names, old)
				dropped = true
			}
		}
	}
	for old, name := range names {
		if err := set(held[old], fmt.Sprintf("%s, before: %s", name, old)); err != nil {
			return err
		}
	}
	for old, name := range names {
		if err := set(held[old], name); err != nil {
			return err
		}
	}
	return nil
}
