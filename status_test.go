package callflow_test

import (
	"maps"
	"reflect"
	"testing"

	"callflow"
)

func whole() callflow.Status {
	return callflow.Status{
		User: "Kari Testmo", Cause: "Sale", Alternative: "Ja - \"Salg\"", Comment: "Ring på døra\n\\ twice \u2028 😀",
		MeetingAgent: "Eva Testmo", MeetingFrom: now, MeetingTo: now + hour, Products: map[int64]int64{11: 3, 12: 1_000_000},
	}
}

func TestAStatusIsReadBackAsItWasPacked(t *testing.T) {
	t.Parallel()
	large := []callflow.Product{{ID: 11}, {ID: 12}, {ID: 1 << 40}}
	for name, status := range map[string]callflow.Status{
		"everything":             whole(),
		"nothing":                {Products: map[int64]int64{}},
		"a cause alone":          {Cause: "Manual", Products: map[int64]int64{}},
		"a text like a number":   {User: "007", Comment: "1e3", Products: map[int64]int64{}},
		"a text of quotes alone": {Comment: `""`, Alternative: `"`, Products: map[int64]int64{}},
		"a product of a high id": {Products: map[int64]int64{1 << 40: 7}},
		"before 1970":            {MeetingFrom: -1, MeetingTo: -1 << 62, Products: map[int64]int64{}},
	} {
		var read callflow.Status
		read.SetPacked(status.Pack(large))
		if !reflect.DeepEqual(read, status) {
			t.Errorf("%s: read back as %+v, was %+v", name, read, status)
		}
	}
}

func TestAStatusForgetsWhatItHeldWhenAnotherIsRead(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]callflow.Status{
		"nothing":          {Products: map[int64]int64{}},
		"a cause alone":    {Cause: "Manual", Products: map[int64]int64{}},
		"one product less": {User: "Ola Testmo", Products: map[int64]int64{12: 1}},
	} {
		read := whole()
		held := read.Products
		read.SetPacked(status.Pack(products))
		if !reflect.DeepEqual(read, status) {
			t.Errorf("%s: read as %+v, want %+v", name, read, status)
		}
		if !maps.Equal(held, whole().Products) { // somebody else may hold them still
			t.Errorf("%s: the products that it held became %v", name, held)
		}
	}
}

func TestWhatAStatusLacksTakesNoRoom(t *testing.T) {
	t.Parallel()
	status := callflow.Status{Products: map[int64]int64{11: 0}}
	if packed := status.Pack(products); len(packed) != 0 {
		t.Errorf("a status of nothing takes %d bytes", len(packed))
	}
}

func TestAProductThatTheCampaignLacksIsNotPacked(t *testing.T) {
	t.Parallel()
	status, read := whole(), callflow.Status{}
	read.SetPacked(status.Pack(products[1:]))
	if want := map[int64]int64{12: 1_000_000}; !maps.Equal(read.Products, want) {
		t.Errorf("the products are %v, want %v", read.Products, want)
	}
}

func TestAPackedStatusThatIsCutShortIsReadAsFarAsItGoes(t *testing.T) {
	t.Parallel()
	status := whole()
	packed := status.Pack(products)
	for length := range packed {
		var read callflow.Status
		read.SetPacked(packed[:length])
		for id, units := range read.Products {
			if units != status.Products[id] {
				t.Errorf("of %d bytes, %d units of product %d are read", length, units, id)
			}
		}
		if read.User != "" && read.User != status.User || read.Comment != "" && read.Comment != status.Comment {
			t.Errorf("of %d bytes, %+v is read", length, read)
		}
	}
}

func TestATagThatAStatusDoesNotKnowIsPassedOver(t *testing.T) {
	t.Parallel()
	status := whole()
	packed := callflow.AppendPacked(nil, 9, `"from a later version"`)
	packed = callflow.AppendPacked(packed, 15, "1")
	var read callflow.Status
	read.SetPacked(append(packed, status.Pack(products)...))
	if !reflect.DeepEqual(read, status) {
		t.Errorf("read back as %+v, was %+v", read, status)
	}
}

func TestARowIsAStandingWithItsStatus(t *testing.T) {
	t.Parallel()
	status := whole()
	row := callflow.StatusRow{
		CampaignID: 1, Number: 2, StateID: scheduled, Seq: 3, Attempts: 4, ChangedAt: now, DueAt: now + day,
		CallbackUserID: ola.ID, Status: status.Pack(products),
	}
	want := callflow.Standing{StateID: scheduled, Attempts: 4, ChangedAt: now, DueAt: now + day, CallbackUserID: ola.ID, Status: status}
	if got := row.Standing(); !reflect.DeepEqual(got, want) {
		t.Errorf("the row stands at %+v, want %+v", got, want)
	}
}

func TestAProductIsSoldAtTheTitleAndPriceOfThen(t *testing.T) {
	t.Parallel()
	then := []callflow.Product{{ID: 11, Title: "Avis – \"helg\"", Price: "199.50"}, {ID: 12}, {ID: 13, Title: "Unsold", Price: "1"}}
	detail := callflow.Detail{Products: map[int64]int64{11: 2, 12: 1}}
	packed := detail.Pack(then)
	for _, c := range []struct {
		name        string
		packed      []byte
		now, wanted callflow.Product
	}{
		{"with both", packed, callflow.Product{ID: 11, Code: "B", Title: "Avis", Price: "249"}, callflow.Product{ID: 11, Code: "B", Title: then[0].Title, Price: "199.50"}},
		{"with neither", packed, callflow.Product{ID: 12, Title: "Later", Price: "5"}, callflow.Product{ID: 12}},
		{"not sold", packed, callflow.Product{ID: 13, Title: "Later", Price: "5"}, callflow.Product{ID: 13, Title: "Later", Price: "5"}},
		{"of an older log", nil, callflow.Product{ID: 11, Title: "Avis", Price: "249"}, callflow.Product{ID: 11, Title: "Avis", Price: "249"}},
	} {
		if got := callflow.SoldAs(c.packed, c.now); got != c.wanted {
			t.Errorf("%s: sold as %+v, want %+v", c.name, got, c.wanted)
		}
	}
}

func TestADetailIsReadBackAsItWasPacked(t *testing.T) {
	t.Parallel()
	for name, detail := range map[string]callflow.Detail{
		"everything":    {Extra: `{"label":"value","n":4.0}`, Products: map[int64]int64{11: 2, 12: 1}},
		"extra alone":   {Extra: `{"label":"æ"}`, Products: map[int64]int64{}},
		"product alone": {Products: map[int64]int64{12: 5}},
		"nothing":       {Products: map[int64]int64{}},
	} {
		read := callflow.Detail{Extra: `{"left":"over"}`, Products: map[int64]int64{99: 1}}
		read.SetPacked(detail.Pack(products))
		if !reflect.DeepEqual(read, detail) {
			t.Errorf("%s: read back as %+v, was %+v", name, read, detail)
		}
	}
	if packed := (&callflow.Detail{}).Pack(products); packed != nil {
		t.Errorf("a detail of nothing is packed as %v", packed)
	}
}
