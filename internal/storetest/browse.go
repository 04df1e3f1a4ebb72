package storetest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// RunBrowse holds the pages of a campaign, in every order and whichever way they are found, against a model that looks at everybody.
// tighten has the store take the ways of large campaigns.
func RunBrowse(t *testing.T, empty func(testing.TB) string, tighten func(*store.Store)) {
	t.Helper()
	browse(t, newFixture(t, empty(t)), tighten)
}

func browse(t *testing.T, f *fixture, tighten func(*store.Store)) {
	t.Helper()
	tighten(f.store)
	m := &browseModel{fixture: f, states: f.states(t, campaignID)[:3]}
	f.repeat(t, 3, func(t *testing.T, random *rand.Rand) {
		m.write(t, random, 120)
		m.index(t)
		m.write(t, random, 6) // whom the index does not know yet
		for _, order := range []statuslist.Order{statuslist.ByNumber, statuslist.ByChange, statuslist.ByDue, statuslist.ByName} {
			for _, text := range []string{"", "fjaer", "sjelden", "fjaer else", "k-1", "nobody", "k-", "77"} {
				for _, states := range [][]int64{nil, m.states[:1], m.states[1:2], m.states[1:]} {
					m.check(t, &browsed{order: order, text: text, states: states, random: random})
					m.check(t, &browsed{order: order, text: text, states: states, noNumber: true, random: random})
				}
			}
		}
	})
}

// browseModel is what a campaign has.
type browseModel struct {
	*fixture
	states []int64
	people []person
}

type person struct {
	number, state, seq, due int64
	id, name, phone         string
	out                     bool // in the assignment alone
}

// write adds some, and moves and renames others.
func (m *browseModel) write(t *testing.T, random *rand.Rand, count int) {
	t.Helper()
	m.fixture.write(t, func(w *store.Write) error {
		for range count {
			p := person{id: fmt.Sprint("k-", len(m.people)+1), name: randomName(random), state: m.randomState(random), out: random.IntN(6) == 0}
			p.phone = randomPhone(random)
			added := p.customer()
			if _, err := w.PutCustomer(added); err != nil {
				return err
			}
			p.number = added.Number
			if !p.out {
				if err := m.move(w, &p, random); err != nil {
					return err
				}
			}
			m.people = append(m.people, p)
		}
		return m.change(w, random, count/3)
	})
	sql := fmt.Sprintf("SELECT number, seq FROM callflow_customers WHERE account_id = %d AND campaign_id = %d", m.account, campaignID)
	for _, row := range m.query(t, sql, 2) { // the clock of each, as it is written
		m.people[row[0]-1].seq = row[1]
	}
}

// change renames some, and moves half of them.
func (m *browseModel) change(w *store.Write, random *rand.Rand, count int) error {
	for range count {
		p := &m.people[random.IntN(len(m.people))]
		p.phone = randomPhone(random)
		if p.name = randomName(random); random.IntN(2) == 0 && !p.out {
			p.state = m.randomState(random)
			if err := m.move(w, p, random); err != nil {
				return err
			}
		}
		if _, err := w.PutCustomer(p.customer()); err != nil {
			return err
		}
	}
	return nil
}

func (p *person) customer() *callflow.Customer {
	c := customer(p.id, p.name)
	c.Phone3 = p.phone
	return c
}

// randomPhone is a number for most.
func randomPhone(random *rand.Rand) string {
	return []string{"22334455", "22334455", "", "123"}[random.IntN(4)]
}

func randomName(random *rand.Rand) string {
	name := []string{"Fjær", "Fjær", "Fjær", "Berg", "Sjelden"}[min(random.IntN(5), random.IntN(9))]
	return name + " " + []string{"Else", "Ola", "Kari"}[random.IntN(3)]
}

// randomState has most in the first, and hardly any in the second.
func (m *browseModel) randomState(random *rand.Rand) int64 {
	switch n := random.IntN(20); {
	case n == 0:
		return m.states[1]
	case n < 5:
		return m.states[2]
	}
	return m.states[0]
}

func (m *browseModel) move(w *store.Write, p *person, random *rand.Rand) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	move := &store.Move{CampaignID: campaignID, Number: p.number, StateID: p.state, At: w.Now, What: callflow.Moved}
	if p.due = 0; random.IntN(3) > 0 {
		p.due = 1 + random.Int64N(20)
		move.DueAt, move.CallbackUserID = p.due, random.Int64N(3)
	}
	if added, err := w.AddToCampaign(setup.Campaigns[campaignID], nil, move); err != nil || added > 0 && move.DueAt == 0 {
		return err
	}
	return w.Move(setup.Campaigns[campaignID], nil, move)
}

// browsed is what is asked for.
type browsed struct {
	order    statuslist.Order
	text     string
	states   []int64
	noNumber bool
	random   *rand.Rand
}

// wanted are the numbers of those who are meant, in order.
func (m *browseModel) wanted(b *browsed) []int64 {
	var meant []person
	for _, p := range m.people {
		if p.out || b.states != nil && !slices.Contains(b.states, p.state) || b.order == statuslist.ByDue && p.due == 0 || !p.means(b.text) {
			continue
		}
		if b.noNumber && len(p.phone) > 3 {
			continue
		}
		meant = append(meant, p)
	}
	slices.SortFunc(meant, func(x, y person) int {
		switch b.order {
		case statuslist.ByChange:
			return cmp.Compare(y.seq, x.seq)
		case statuslist.ByDue:
			return cmp.Or(cmp.Compare(x.due, y.due), cmp.Compare(x.number, y.number))
		case statuslist.ByName:
			return cmp.Or(cmp.Compare(foldName(x.name), foldName(y.name)), cmp.Compare(x.number, y.number))
		case statuslist.ByNumber:
		}
		return cmp.Compare(x.number, y.number)
	})
	numbers := make([]int64, len(meant))
	for i := range meant {
		numbers[i] = meant[i].number
	}
	return numbers
}

func foldName(name string) string { return strings.ReplaceAll(strings.ToLower(name), "æ", "ae") }

func (p *person) means(text string) bool {
	if len(text) == 2 {
		return strings.HasPrefix(p.id, text)
	}
	for word := range strings.FieldsSeq(text) {
		if !strings.Contains(p.id+"\n"+foldName(p.name), word) {
			return false
		}
	}
	return true
}

// check walks forward and back, and counts.
func (m *browseModel) check(t *testing.T, b *browsed) {
	t.Helper()
	want := m.wanted(b)
	what := fmt.Sprintf("order %d of %q in %v, without a number %t", b.order, b.text, b.states, b.noNumber)
	for _, backward := range []bool{false, true} {
		got, refused := m.walk(t, b, backward)
		if refused {
			if b.order != statuslist.ByName {
				t.Errorf("%s is refused", what)
			}
			return
		}
		if backward {
			slices.Reverse(got)
		}
		if b.text == "k-" && len(want) > len(got) { // ids that begin alike are cut
			continue
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s, backward %t, is\n%v, want\n%v", what, backward, got, want)
		}
	}
	m.read(t, func(r *store.Snapshot) error {
		browser, err := r.Browse(m.part(b), b.text, b.order)
		if err != nil {
			return err
		}
		count, atLeast, err := browser.Count()
		if n := int64(len(want)); count > n || !atLeast && count != n {
			t.Errorf("%s counts %d (at least: %t), want %d", what, count, atLeast, n)
		}
		return err
	})
}

func (m *browseModel) part(b *browsed) statuslist.Part {
	return statuslist.Part{AssignmentID: assignmentID, CampaignID: campaignID, States: b.states, NoNumber: b.noNumber}
}

// walk reads page after page, each on a snapshot of its own.
func (m *browseModel) walk(t *testing.T, b *browsed, backward bool) (numbers []int64, refused bool) {
	t.Helper()
	var from *statuslist.Spot
	for done := false; !done && !refused; {
		m.read(t, func(r *store.Snapshot) error {
			browser, err := r.Browse(m.part(b), b.text, b.order)
			if refused = callflow.ErrorCode(err) == callflow.Invalid; refused {
				return nil
			}
			if err != nil {
				return err
			}
			page, err := browser.Page(from, backward, 1+b.random.IntN(40))
			if err != nil {
				return err
			}
			for _, spot := range page.Spots {
				numbers = append(numbers, spot.Number)
			}
			done, from = page.Done, &page.Reached
			return nil
		})
	}
	return numbers, refused
}
