package console_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
)

// form is a form's values, name by name.
func form(values ...string) url.Values {
	f := url.Values{}
	for i := 0; i < len(values); i += 2 {
		f.Add(values[i], values[i+1])
	}
	return f
}

// things is what the API lists at a path.
func things(t *testing.T, s *testkit.Server, path string) []map[string]any {
	t.Helper()
	var listed []map[string]any
	s.Get(t, s.Acme.Admin, "/api/v1"+path).Decode(t, &listed)
	return listed
}

// named is the thing of a list that a member names; nil without one.
func named(listed []map[string]any, member string, value any) map[string]any {
	i := slices.IndexFunc(listed, func(thing map[string]any) bool { return thing[member] == value })
	if i < 0 {
		return nil
	}
	return listed[i]
}

func names(listed []map[string]any, member string) []string {
	var found []string
	for _, thing := range listed {
		found = append(found, fmt.Sprint(thing[member]))
	}
	return found
}

func TestEveryKindIsMadeChangedAndRemovedThroughThePages(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	for _, kind := range []struct {
		pages, api      string // where its things are
		called          string // the member that it is found by
		made, changed   url.Values
		wanted, changes string // JSON of the API: of what was made, and of what was changed
	}{
		{
			pages: "/set-up/clients", api: "/clients/", called: "short_name",
			made: form("short_name", " Fjordkraft ", "full_name", "Fjordkraft AS"), wanted: `{"short_name": "Fjordkraft", "full_name": "Fjordkraft AS"}`,
			changed: form("short_name", "Fjordkraft", "full_name", ""), changes: `{"full_name": ""}`,
		},
		{
			pages: "/set-up/assignments", api: "/assignments/", called: "name",
			made:    form("client_id", "1", "name", "Strøm", "description", "To\r\nlinjer", "crm_type", "B2B"),
			wanted:  `{"client_id": 1, "name": "Strøm", "description": "To\nlinjer", "crm_type": "B2B"}`,
			changed: form("client_id", "2", "name", "Strøm", "description", "", "crm_type", "B2C"),
			changes: `{"client_id": 2, "description": "", "crm_type": "B2C"}`,
		},
		{
			pages: "/set-up/assignments/239/fields", api: "/assignments/239/crm_custom_fields/", called: "key",
			made:    form("key", "Målertype", "type", "choice", "choices", "AMS\r\n\r\n Gammel \r\n", "hint", "Står på måleren", "max_length", ""),
			wanted:  `{"key": "Målertype", "type": "choice", "hint": "Står på måleren"}`,
			changed: form("key", "Målertype", "type", "choice", "choices", "AMS\nGammel\nUkjent", "hint", ""), changes: `{"key": "Målertype", "hint": ""}`,
		},
		{
			pages: "/set-up/campaigns", api: "/campaigns/", called: "campaign__name",
			made:    form("assignment_id", "239", "name", "Vinter", "description", "Si hei først", "start_date", "2026-01-02", "max_attempts", "6"),
			wanted:  `{"campaign__name": "Vinter", "campaign__description": "Si hei først", "campaign__start_date": "2026-01-02"}`,
			changed: form("assignment_id", "239", "name", "Vinter", "end_date", "2027-02-28"),
			changes: `{"campaign__description": "", "campaign__end_date": "2027-02-28"}`,
		},
		{
			pages: "/set-up/campaigns/998/states", api: "/campaigns/998/call_states/", called: "name",
			made: form("name", "Til kontroll", "kind", "hold"), wanted: `{"name": "Til kontroll", "kind": "hold", "position": 13}`,
			changed: form("name", "Til kontroll", "kind", "done"), changes: `{"kind": "done", "position": 13}`,
		},
		{
			pages: "/set-up/campaigns/998/outcomes", api: "/campaigns/998/outcomes/", called: "subtype",
			made: form("type", "Sale", "subtype", "Ja - Senere", "call_state", "Scheduled", "requires", "product", "requires", "comment",
				"retry_after_minutes", "90", "counts_as_attempt", "true", "max_attempts", "3", "exhausted_call_state", "Completed - No"),
			wanted: `{"type": "Sale", "subtype": "Ja - Senere", "call_state": "Scheduled", "counts_as_attempt": true, "retry_after_minutes": 90,
				"max_attempts": 3, "exhausted_call_state": "Completed - No", "requires": ["comment", "product"], "position": 14}`,
			changed: form("type", "Sale", "subtype", "Ja - Senere", "call_state", "Lead"),
			changes: `{"call_state": "Lead", "counts_as_attempt": false, "retry_after_minutes": 0, "max_attempts": 0,
				"exhausted_call_state": "", "requires": []}`,
		},
		{
			pages: "/set-up/campaigns/998/products", api: "/campaigns/998/products/", called: "code",
			made: form("code", "SPOT", "title", "Spotpris", "price", "49.50"), wanted: `{"code": "SPOT", "title": "Spotpris", "price": "49.50", "position": 4}`,
			changed: form("code", "SPOT", "title", "Spot", "price", ""), changes: `{"title": "Spot", "price": "", "position": 4}`,
		},
	} {
		t.Run(kind.pages, func(t *testing.T) {
			t.Parallel()
			admin.get(t, kind.pages+"/new").shows(t, http.StatusOK, "<form", `action="`+kind.pages+`"`)
			admin.post(t, kind.pages, kind.made).shows(t, http.StatusOK, "Created.")
			thing := like(t, s, kind.api, kind.called, kind.made, kind.wanted)
			id := fmt.Sprint(thing["id"])
			if thing["id"] == nil {
				id = fmt.Sprint(thing["campaign__id"])
			}
			edit := admin.get(t, kind.pages+"/"+id)
			edit.shows(t, http.StatusOK, `data-sure="Remove `, `name="seen"`)
			admin.post(t, kind.pages+"/"+id, kind.changed).shows(t, http.StatusOK, "Saved.")
			like(t, s, kind.api, kind.called, kind.made, kind.changes)
			admin.get(t, kind.pages).shows(t, http.StatusOK, `href="`+kind.pages+"/"+id+`"`)
			admin.post(t, kind.pages+"/"+id+"/remove", saidSure).shows(t, http.StatusOK, "Removed.")
			if found := named(things(t, s, kind.api), kind.called, thing[kind.called]); found != nil {
				t.Errorf("%v is still there", found)
			}
			admin.get(t, kind.pages+"/"+id).shows(t, http.StatusNotFound)
		})
	}
}

// like finds the thing that was made, and holds some of its members against those wanted.
func like(t *testing.T, s *testkit.Server, path, called string, made url.Values, wanted string) map[string]any {
	t.Helper()
	name := strings.TrimSpace(made.Get(strings.TrimPrefix(called, "campaign__")))
	thing := named(things(t, s, path), called, name)
	if thing == nil {
		t.Fatalf("%s has no %s: %v", path, name, things(t, s, path))
	}
	var want map[string]any
	if err := json.Unmarshal([]byte(wanted), &want); err != nil {
		t.Fatal(err)
	}
	for member, value := range want {
		if fmt.Sprint(thing[member]) != fmt.Sprint(value) {
			t.Errorf("%s: %s is %v, want %v", name, member, thing[member], value)
		}
	}
	return thing
}

func TestWhatWasTypedIsKeptAndWhyItIsRefusedStandsBesideIt(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	for _, refused := range []struct {
		path    string
		typed   url.Values
		field   string
		problem string
	}{
		{"/set-up/clients", form("short_name", " ", "full_name", "Nordlys & Sønner"), "short_name", "Short name must not be empty."},
		{"/set-up/assignments", form("name", "Uten oppdragsgiver", "description", "Nordlys & Sønner", "crm_type", "B2C"), "client_id",
			"Client has to be chosen."},
		{"/set-up/assignments/239/fields", form("key", "Nordlys & Sønner", "type", "choice"), "choices", "A field of type choice needs its choices."},
		{"/set-up/assignments/239/fields", form("key", "Nordlys & Sønner", "type", "text", "max_length", "mange"), "max_length",
			"Most characters has to be a whole number."},
		{"/set-up/campaigns", form("assignment_id", "239", "name", "Nordlys & Sønner", "start_date", "i går"), "start_date",
			"First day has to be a date."},
		{"/set-up/campaigns", form("assignment_id", "239", "name", "Nordlys & Sønner", "max_attempts", "-1"), "max_attempts",
			"Most attempts must be a whole number from 0 to 1000000000."},
		{"/set-up/campaigns/998/states", form("name", "Nordlys & Sønner", "kind", "løs"), "kind",
			"Kind has to be one of ready, scheduled, hold, done, excluded."},
		{"/set-up/campaigns/998/outcomes", form("type", "Nordlys & Sønner"), "call_state", "Choose the call state that the outcome leads to."},
		{"/set-up/campaigns/998/outcomes", form("type", "Nordlys & Sønner", "call_state", "Scheduled"), "retry_after_minutes",
			"It leads to a scheduled call state: say after how many minutes to call again, or ask for a time to call back."},
		{"/set-up/campaigns/998/products", form("code", "A", "title", "Nordlys & Sønner", "price", "dyrt"), "price",
			"Price must be a number such as 199 or 199.50."},
	} {
		page := admin.post(t, refused.path, refused.typed)
		page.shows(t, http.StatusBadRequest, "Nordlys &amp; Sønner")
		if field := page.field(t, refused.field); !strings.Contains(field, refused.problem) || !strings.Contains(field, `aria-invalid="true"`) {
			t.Errorf("%s: beside %s stands\n%s\nwant %q", refused.path, refused.field, field, refused.problem)
		}
	}
	admin.post(t, "/preferences", form("language", "nb"))
	field := admin.post(t, "/set-up/clients", form("short_name", strings.Repeat("x", 201))).field(t, "short_name")
	if !strings.Contains(field, "Kort navn kan ha høyst 200 tegn.") {
		t.Errorf("beside the name stands\n%s", field)
	}
}

func TestANameThatIsTakenIsSaidOnTheForm(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.post(t, "/set-up/campaigns/998/states", form("name", "Ready", "kind", "hold")).shows(t, http.StatusConflict,
		"That name is taken. Choose another one.", `value="Ready"`, `<option value="hold" selected`)
}

func TestWhatIsInUseIsNotRemovedNorChangedAndThePageSaysWhy(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.post(t, "/set-up/clients/1/remove", saidSure).shows(t, http.StatusConflict,
		"The client has assignments: 239. Remove them, or give them to another client, first.", `value="Client"`)
	admin.post(t, "/preferences", form("language", "nb"))
	admin.post(t, "/set-up/assignments/239/remove", saidSure).shows(t, http.StatusConflict, "Oppdraget har kampanjer: 998, 999.")
	admin.post(t, "/set-up/campaigns/998/states/4", form("name", "Scheduled", "kind", "hold")).shows(t, http.StatusConflict,
		"Utfallet &#34;No answer / No answer&#34; ville ikke passe til slaget. Endre utfallet først.")
	outcome := form("type", "No answer", "call_state", "Ready", "exhausted_call_state", "Ready")
	page := admin.post(t, "/set-up/campaigns/998/outcomes", outcome)
	if field := page.field(t, "exhausted_call_state"); !strings.Contains(field, "I &#34;Ready&#34; blir kunder ringt") {
		t.Errorf("beside the call state after the last attempt stands\n%s", field)
	}
	if named(things(t, s, "/clients/"), "id", float64(1)) == nil {
		t.Error("the client is gone")
	}
}

func TestAChangeThatSomebodyElseMadeMeanwhileIsNotOverwrittenUnseen(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	opened := admin.get(t, "/set-up/clients/1")
	admin.post(t, "/set-up/clients/1", form("short_name", "Kunden", "full_name", "Client AS"))
	typed := form("short_name", "Client", "full_name", "Ny AS", "seen", seenIn(t, opened))
	told := admin.post(t, "/set-up/clients/1", typed)
	told.shows(t, http.StatusPreconditionFailed, "Somebody else changed this after you opened it.", `value="Ny AS"`, "<h1>Kunden</h1>")
	typed.Set("seen", seenIn(t, told))
	admin.post(t, "/set-up/clients/1", typed).shows(t, http.StatusOK, "Saved.")
	if client := named(things(t, s, "/clients/"), "id", float64(1)); client["full_name"] != "Ny AS" {
		t.Errorf("the client is %v", client)
	}
}

func seenIn(t *testing.T, p *page) string {
	t.Helper()
	_, rest, ok := strings.Cut(p.body, `name="seen" value="`)
	seen, _, _ := strings.Cut(rest, `"`)
	if !ok || seen == "" {
		t.Fatalf("%s does not say which state it shows", p.path)
	}
	return seen
}

func TestThingsMoveUpAndDownInTheirList(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	const list, products = "/set-up/campaigns/998/products/", "/campaigns/998/products/"
	ids := names(things(t, s, products), "id")
	for _, move := range []struct{ id, direction, wanted string }{
		{ids[2], "up", "PROD1 p PROD2"},
		{ids[2], "up", "p PROD1 PROD2"},
		{ids[2], "up", "p PROD1 PROD2"}, // it is the first
		{ids[0], "down", "p PROD2 PROD1"},
		{ids[0], "down", "p PROD2 PROD1"}, // it is the last
	} {
		page := admin.post(t, list+move.id+"/move", form("direction", move.direction))
		page.shows(t, http.StatusOK, " autofocus")
		if order := strings.Join(names(things(t, s, products), "code"), " "); order != move.wanted {
			t.Errorf("after %s of %s: %s, want %s", move.direction, move.id, order, move.wanted)
		}
	}
	admin.post(t, list+ids[0]+"/move", form("direction", "sideways")).shows(t, http.StatusNotFound)
	admin.post(t, list+"4711/move", form("direction", "up")).shows(t, http.StatusNotFound)
}

func TestThingsWithoutPositionsOfTheirOwnAreGivenThemByAMove(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	const list, products = "/set-up/campaigns/998/products/", "/campaigns/998/products/"
	ids := names(things(t, s, products), "id")
	for _, id := range ids {
		s.Ask(t, testkit.Request{Method: http.MethodPatch, Path: "/api/v1" + products + id + "/", Token: s.Acme.Admin, Body: `{"position": 7}`})
	}
	admin.post(t, list+ids[2]+"/move", form("direction", "up"))
	if order := strings.Join(names(things(t, s, products), "code"), " "); order != "PROD1 p PROD2" {
		t.Errorf("the order is %s", order)
	}
}

func TestTheServiceOfACampaignIsAskedForWhereTheLaterGenerationIsSpoken(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.get(t, "/set-up/campaigns/998").lacks(t, "service_name")
	if err := s.App.SetGeneration(t.Context(), s.Acme.ID, callflow.LaterGeneration); err != nil {
		t.Fatal(err)
	}
	typed := form("assignment_id", "239", "name", "Booking", "service_id", "7", "service_name", "Utgående")
	admin.post(t, "/set-up/campaigns/998", typed).shows(t, http.StatusOK, "Saved.", `value="Utgående"`)
	if err := s.App.SetGeneration(t.Context(), s.Acme.ID, callflow.DefaultGeneration); err != nil {
		t.Fatal(err)
	}
	admin.post(t, "/set-up/campaigns/998", form("assignment_id", "239", "name", "Booking")).shows(t, http.StatusOK, "Saved.")
	var campaign struct {
		Name string `json:"service_name"`
	}
	s.Get(t, s.Acme.Admin, "/api/v1/campaigns/998/").Decode(t, &campaign)
	if campaign.Name != "Utgående" {
		t.Errorf("the service that was not asked for is %q now", campaign.Name)
	}
}
