package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store"
	"callflow/internal/store/anonymize"
	"callflow/internal/store/figures"
	"callflow/internal/store/handout"
	"callflow/internal/store/statuslist"
)

// withoutNumberIsNotHandedOut writes customers in every way there is, with and without numbers, and asks after each who comes next.
func withoutNumberIsNotHandedOut(t *testing.T, f *fixture) {
	f.repeat(t, 3, func(t *testing.T, random *rand.Rand) {
		m := &numbersModel{fixture: f, random: random, people: make(map[string]*numbered)}
		m.readAll(t)
		for range 60 {
			m.write(t)
			m.check(t)
		}
		if verified, told := f.verify(t); verified.Differences != 0 {
			t.Errorf("%d differences: %v", verified.Differences, told)
		}
	})
}

// numbered is a customer of the model.
type numbered struct {
	number int64
	phone  bool
	in     bool // the campaign, in its first state
}

// numbersModel is who has a number, by id.
type numbersModel struct {
	*fixture
	random *rand.Rand
	people map[string]*numbered
}

// readAll forgets what an earlier run has left: it is taken out of the campaign.
func (m *numbersModel) readAll(t *testing.T) {
	t.Helper()
	for _, row := range m.query(t, "SELECT number FROM callflow_customers ORDER BY number", 1) {
		m.fixture.write(t, func(w *store.Write) error {
			setup, err := w.Setup()
			if err != nil {
				return err
			}
			return takeOut(w, setup.Campaigns[campaignID], row[0])
		})
	}
}

// write does one thing, or several in one transaction.
func (m *numbersModel) write(t *testing.T) {
	t.Helper()
	m.fixture.write(t, func(w *store.Write) error {
		for range 1 + m.random.IntN(3) {
			id := fmt.Sprint("p", m.random.IntN(12))
			p := m.people[id]
			if p == nil {
				p = &numbered{}
				m.people[id] = p
			}
			if err := m.one(w, id, p); err != nil {
				return err
			}
		}
		return nil
	})
}

func (m *numbersModel) one(w *store.Write, id string, p *numbered) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	campaign, first := setup.Campaigns[campaignID], setup.States[campaignID][0].ID
	switch what := m.random.IntN(6); {
	case p.number == 0 || what < 3: // new values
		phone := randomPhone(m.random)
		c := customer(id, fmt.Sprint("name ", m.random.IntN(9)))
		*callflow.StandardFields[1+m.random.IntN(3)].Of(c) = phone
		_, err = w.PutCustomer(c)
		p.number, p.phone = c.Number, len(phone) > 3
	case what == 3 && p.in:
		err = takeOut(w, campaign, p.number)
		p.in = false
	case what == 4 && p.in: // it loses its id with its number
		_, _, err = anonymize.Customer(w, &anonymize.Traces{AssignmentID: assignmentID, CustomerID: id}, "")
		delete(m.people, id)
		m.people[fmt.Sprint("gone-", p.number)] = p
		p.phone = false
	default:
		err = put(w, campaignID, p.number, first)
		p.in = true
	}
	return err
}

// check asks who is next, and who has no number.
func (m *numbersModel) check(t *testing.T) {
	t.Helper()
	var with, without []int64
	for _, p := range m.people {
		switch {
		case p.in && p.phone:
			with = append(with, p.number)
		case p.in:
			without = append(without, p.number)
		}
	}
	all := slices.Sorted(slices.Values(slices.Concat(with, without)))
	slices.Sort(with)
	slices.Sort(without)
	m.fixture.write(t, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		rules := setup.Rules(setup.Campaigns[campaignID])
		wantNext(t, w, rules, with)
		rules.HandOutWithoutNumber = true
		wantNext(t, w, rules, all)
		return nil
	})
	m.read(t, func(r *store.Snapshot) error {
		counts, err := figures.Counts(r, campaignID)
		if err != nil {
			return err
		}
		first := r.Setup().States[campaignID][0].ID
		if counts.NoNumber[first] != int64(len(without)) || counts.Customers != int64(len(all)) || len(counts.Attempts) > 1 {
			t.Errorf("%+v counts customers without a number, want %d", counts, len(without))
		}
		browser, err := r.Browse(statuslist.Part{AssignmentID: assignmentID, CampaignID: campaignID, NoNumber: true}, "", statuslist.ByNumber)
		if err != nil {
			return err
		}
		page, err := browser.Page(nil, false, 100)
		var found []int64
		for _, spot := range page.Spots {
			found = append(found, spot.Number)
		}
		if !slices.Equal(found, without) {
			t.Errorf("without a number are %v, want %v", found, without)
		}
		return err
	})
}

// wantNext holds whom the store hands out against the first of those who may be.
func wantNext(t *testing.T, w *store.Write, rules *callflow.Rules, ready []int64) {
	t.Helper()
	want := int64(0)
	if len(ready) > 0 {
		want = ready[0]
	}
	number, found, err := handout.Next(w, campaignID, rules, 1)
	if err != nil {
		t.Error(err)
	}
	if found != (want > 0) || number != want {
		t.Errorf("the next one is %d (%t), want %d of %v", number, found, want, ready)
	}
}

// CheckNumbersAreFilled forgets who has no number, as in a database that a callflow without the column wrote, and has the migration fill it.
func CheckNumbersAreFilled(t *testing.T, dsn string, fill func(db.Tx) error) {
	t.Helper()
	f := newFixture(t, dsn)
	f.write(t, func(w *store.Write) error { return workAtRandom(w, rand.New(rand.NewPCG(7, 0))) })
	const flags = "SELECT campaign_id, number FROM callflow_customers WHERE no_number = 1 ORDER BY campaign_id, number"
	want := f.query(t, flags, 2)
	if len(want) == 0 {
		t.Fatal("everybody has a number: nothing is shown by it")
	}
	f.breakBy(t, "UPDATE callflow_customers SET no_number = 0 WHERE account_id = $1")
	f.breakBy(t, "DELETE FROM counts WHERE account_id = $1 AND state_id < -1000000")
	raw(t, dsn, func(tx db.Tx, _ string) error { return fill(tx) })
	if got := f.query(t, flags, 2); !slices.EqualFunc(got, want, slices.Equal[[]int64]) {
		t.Errorf("%d have no number after the migration, want %d", len(got), len(want))
	}
	if verified, told := f.verify(t); verified.Differences != 0 {
		t.Errorf("%d differences: %v", verified.Differences, told)
	}
}
