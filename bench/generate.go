package main

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
)

// firstCustomerID is the customer_id of the first row; the others follow it.
const firstCustomerID = 100001

// columns are the headings of the generated file: the standard columns, then as many custom ones as the seed's example has,
// of the same kinds and in the same order.
var columns = []string{
	"customer_id", "name", "phone_1", "phone_2", "phone_3", "email",
	"Kampanjekode", "Merknad", "Gate", "Husnummer", "Alder", "Fødselsdato", "Poststed", "Reservert",
	"Abonnement", "Fakturanavn", "Land", "Fylke", "Adresse", "Stoppet", "Startet", "Kontaktperson",
	"Aldersgruppe", "Avis", "Tilbud", "Termin", "Segment", "Kommune", "Status", "Vervet av", "Postnummer", "Kilde",
}

// Invented people in invented streets; the towns are real for their letters.
var (
	firstNames = []string{"Åse", "Bjørn", "Cæcilie", "Dag", "Eirik", "Frøya", "Gøran", "Håkon", "Ingvild", "Jørgen", "Kjærsti", "Lårs", "Målfrid", "Øyvind"}
	lastNames  = []string{"Bakkebø", "Dalsåsen", "Elveøy", "Fjærvik", "Grøtland", "Høgåsen", "Kråkevik", "Løvhaug", "Mæland", "Nordbråten", "Ødegren"}
	streets    = []string{"Prestevegen", "Bjørkestubben", "Åsgrenda", "Fjøsbakken", "Kjærlighetsstien", "Øvre Kråkerud", "Måltrostveien", "Skjærgårdsveien"}
	places     = []place{
		{"Bodø", "Bodø", "Nordland", 8001}, {"Ålesund", "Ålesund", "Møre og Romsdal", 6002}, {"Oslo", "Oslo", "Oslo", 150},
		{"Tromsø", "Tromsø", "Troms", 9008}, {"Kongsvinger", "Kongsvinger", "Innlandet", 2211}, {"Florø", "Kinn", "Vestland", 6900},
		{"Mosjøen", "Vefsn", "Nordland", 8656}, {"Røros", "Røros", "Trøndelag", 7374},
	}
	papers   = []string{"BT", "AP", "NL", "RB", "SA"}
	segments = []string{"Passive_210915_update", "Active_110316_update", "Former_010116_import"}
)

type place struct {
	town, municipality, county string
	zip                        int
}

// writeCustomers writes a CSV file of n invented customers, the same at each run.
func writeCustomers(path string, n int) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closing := file.Close(); err == nil {
			err = closing
		}
	}()
	buffered := bufio.NewWriterSize(file, 1<<20)
	w := csv.NewWriter(buffered)
	if err := w.Write(columns); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, 2))
	record := make([]string, 0, len(columns))
	for i := range n {
		if err := w.Write(appendCustomer(record, random, i)); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}

// appendCustomer appends the values of one row, in the order of columns.
func appendCustomer(record []string, random *rand.Rand, i int) []string {
	name := pick(random, lastNames) + " " + pick(random, firstNames)
	where, street := places[random.IntN(len(places))], pick(random, streets)
	house, age := 1+random.IntN(400), 18+random.IntN(80)
	zip := fmt.Sprintf("%04d", where.zip+random.IntN(50))
	stopped := date(random, 2012)
	return append(record,
		strconv.Itoa(firstCustomerID+i), name,
		seldom(random, phone(random)), phone(random), seldom(random, phone(random)), fmt.Sprintf("kunde%d@epost.example", i),
		seldom(random, "K-"+strconv.Itoa(random.IntN(90))), seldom(random, "Ønsker å bli ringt på kvelden"),
		street, strconv.Itoa(house), strconv.Itoa(age), date(random, 2016-age), where.town, seldom(random, "ja"),
		fmt.Sprintf("%09d", random.IntN(1e9)), name, "Norge", where.county,
		fmt.Sprintf("%s %d, %s %s %s, Norge", street, house, zip, where.town, where.county), stopped, date(random, 2011),
		seldom(random, pick(random, firstNames)),
		fmt.Sprintf("Alder: %d år", age), pick(random, papers), seldom(random, "3 for 2"), "termin "+strconv.Itoa(1+random.IntN(4)),
		pick(random, segments), where.municipality, fmt.Sprintf("Stoppet %s, termin %d", stopped, 1+random.IntN(4)),
		seldom(random, name), zip, seldom(random, "messe"),
	)
}

func pick(random *rand.Rand, from []string) string { return from[random.IntN(len(from))] }

func phone(random *rand.Rand) string { return strconv.Itoa(40000000 + random.IntN(59999999)) }

func date(random *rand.Rand, year int) string {
	return fmt.Sprintf("%04d-%02d-%02d", year, 1+random.IntN(12), 1+random.IntN(28))
}

// seldom leaves out most values: the seed's example is as sparse.
func seldom(random *rand.Rand, value string) string {
	if random.IntN(20) > 0 {
		return ""
	}
	return value
}
