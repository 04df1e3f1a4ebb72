package demo

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"callflow"
)

// people invents customers. What a customer lacks is drawn too: few have everything.
type people struct {
	random *rand.Rand
	days   *calendar
}

// customer invents a person, or in one case of eight a company, written at the
// given moment. count keeps the customer ids apart.
func (p *people) customer(count int, at int64) *callflow.Customer {
	c := &callflow.Customer{
		AssignmentID: assignmentID,
		CustomerID:   strconv.Itoa(481846 + 7*count),
		Updated:      p.days.date(at),
		UpdatedBy:    "admin",
		UpdateMethod: callflow.MethodImportNew,
		Custom:       make(map[int64]callflow.Value, 20),
	}
	if p.chance(10) {
		c.UpdatedBy, c.UpdateMethod = "crm", callflow.MethodAPI
	}
	if p.chance(12) {
		p.company(c)
	} else {
		p.person(c)
	}
	p.phones(c)
	p.address(c)
	p.subscription(c)
	return c
}

func (p *people) person(c *callflow.Customer) {
	given, family := p.pick(givenNames), p.surname()
	c.Name = given + " " + family
	if p.chance(45) {
		c.Email = plainLetters(given+"."+family) + "@" + p.pick(mailHosts)
	}
	if p.chance(70) {
		years := 19 + p.random.IntN(70)
		born, age := p.days.today.AddDate(-years, 0, -p.random.IntN(365)), strconv.Itoa(years)
		c.Custom[fieldBorn] = callflow.TextValue(born.Format(callflow.DateLayout))
		c.Custom[fieldAge] = callflow.Value(age)
		c.Custom[fieldExtra] = callflow.TextValue("Alder: " + age + " år")
	}
	if p.chance(3) {
		c.Custom[fieldCareOf] = callflow.TextValue("c/o " + p.pick(givenNames) + " " + p.surname())
	}
}

func (p *people) company(c *callflow.Customer) {
	family := p.surname()
	c.Name = family + " " + p.pick(trades) + " " + p.pick(companyForms)
	if p.chance(75) {
		c.Email = "post@" + plainLetters(family) + ".example"
	}
}

// phones gives at least one number to nearly everybody.
func (p *people) phones(c *callflow.Customer) {
	if p.chance(35) {
		c.Phone1 = p.phone()
	}
	if p.chance(85) {
		c.Phone2 = p.phone()
	}
	if p.chance(8) {
		c.Phone3 = p.phone()
	}
}

// phone has eight digits. Norwegian numbers that begin with 59 are machines' and
// have twelve, so that it is nobody's.
func (p *people) phone() string { return fmt.Sprintf("59%06d", p.random.IntN(1_000_000)) }

func (p *people) address(c *callflow.Customer) {
	c.Custom[fieldCountry] = callflow.TextValue("NORGE")
	if p.chance(6) {
		return
	}
	street, house := p.place(streetEndings), strconv.Itoa(1+p.random.IntN(180))
	zip, town := fmt.Sprintf("%04d", 10+p.random.IntN(9980)), strings.ToUpper(p.place(placeEndings))
	municipality, county := p.place(municipalityEndings), p.pick(counties)
	c.Custom[fieldStreet] = callflow.TextValue(street)
	c.Custom[fieldHouse] = callflow.Value(house)
	c.Custom[fieldZip] = callflow.TextValue(zip)
	c.Custom[fieldTown] = callflow.TextValue(town)
	c.Custom[fieldMunicipality] = callflow.TextValue(municipality)
	c.Custom[fieldCounty] = callflow.TextValue(county)
	c.Custom[fieldAddress] = callflow.TextValue(fmt.Sprintf("%s %s, %s %s %s, %s, NORGE", street, house, zip, town, county, municipality))
	if p.chance(12) {
		c.Custom[fieldHouseLetter] = callflow.TextValue(p.pick([]string{"A", "B", "C", "D"}))
	}
	if p.chance(9) {
		floor := 1 + p.random.IntN(6)
		c.Custom[fieldFloor] = callflow.TextValue(strconv.Itoa(floor))
		c.Custom[fieldFlat] = callflow.TextValue(fmt.Sprintf("H%02d%02d", floor, 1+p.random.IntN(8)))
	}
}

func (p *people) subscription(c *callflow.Customer) {
	c.Custom[fieldFullName] = callflow.TextValue(strings.ToUpper(c.Name))
	c.Custom[fieldSubscriber] = callflow.TextValue(strconv.Itoa(700_000_000 + p.random.IntN(100_000_000)))
	c.Custom[fieldTitle] = callflow.TextValue(p.pick(titles))
	c.Custom[fieldSegment] = callflow.TextValue(p.pick(segments))
	if p.chance(10) {
		c.Custom[fieldAddOn] = callflow.TextValue(p.pick(addOns))
	}
	if p.chance(5) {
		c.Custom[fieldCampaignCode] = callflow.TextValue(fmt.Sprintf("K%03d", p.random.IntN(1000)))
	}
	if p.chance(6) {
		c.Custom[fieldRemark] = callflow.TextValue(p.pick(remarks))
	}
	if !p.chance(80) {
		return
	}
	term := 1 + p.random.IntN(12)
	stopped := p.days.today.AddDate(0, -6, -p.random.IntN(2000))
	started := stopped.Add(-time.Duration(term) * 90 * 24 * time.Hour)
	day := stopped.Format(callflow.DateLayout)
	c.Custom[fieldStarted] = callflow.TextValue(started.Format(callflow.DateLayout))
	c.Custom[fieldStopped] = callflow.TextValue(day)
	c.Custom[fieldLastTerm] = callflow.TextValue(strconv.Itoa(term) + ".0")
	c.Custom[fieldSubscription] = callflow.TextValue(fmt.Sprintf("Stoppet %s, termin %d", day, term))
}

func (p *people) surname() string { return p.place(surnameEndings) }

func (p *people) place(endings []string) string { return p.pick(nameBeginnings) + p.pick(endings) }

func (p *people) pick(words []string) string { return words[p.random.IntN(len(words))] }

// chance is true in so many cases of a hundred.
func (p *people) chance(percent int) bool { return p.random.IntN(100) < percent }

var norwegianLetters = strings.NewReplacer("æ", "ae", "ø", "o", "å", "a", "é", "e")

// plainLetters writes a name as e-mail addresses do.
func plainLetters(name string) string { return norwegianLetters.Replace(strings.ToLower(name)) }
