package demo_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"callflow"
)

func TestEveryCallStateIsInUseAtItsShare(t *testing.T) {
	t.Parallel()
	counts := make(map[any]int)
	for _, record := range fill(t, few).records(t) {
		counts[record["callflow__callstate__name"]]++
	}
	states := callflow.DefaultStates()
	for i := range states {
		if counts[states[i].Name] == 0 {
			t.Errorf("nobody is in %s", states[i].Name)
		}
	}
	if len(counts) != len(states) {
		t.Errorf("got the call states %v, want the default ones alone", slices.Collect(maps.Keys(counts)))
	}
	for state, percent := range map[string]int{"Ready": 60, "Completed - No": 15, "Completed - Yes": 10} {
		if got := counts[state] * 100 / few; got < percent-3 || got > percent+3 {
			t.Errorf("%s has %d %%, want about %d %%", state, got, percent)
		}
	}
}

func TestTheLogIsInTheOrderOfTimeAndWithoutGaps(t *testing.T) {
	t.Parallel()
	changes := fill(t, few).changes(t)
	for i, c := range changes {
		if c.seq != int64(i+1) {
			t.Fatalf("change %d has the seq %d", i+1, c.seq)
		}
		if c.at >= now.UnixMilli() {
			t.Errorf("change %d is not before now", c.seq)
		}
		if i > 0 && c.at < changes[i-1].at {
			t.Errorf("change %d is earlier than the one before it", c.seq)
		}
	}
}

func TestEachRowsChangesFollowFromOneAnother(t *testing.T) {
	t.Parallel()
	type row struct{ campaign, number int64 }
	latest, moves := make(map[row]change), make(map[row]int)
	for _, c := range fill(t, few).changes(t) {
		if c.campaign == 0 {
			continue
		}
		key := row{c.campaign, c.number}
		before, known := latest[key]
		latest[key] = c
		if !known {
			if callflow.What(c.what) != callflow.Added || c.from != 0 || c.attempts != 0 {
				t.Errorf("a row begins with %+v", c)
			}
			continue
		}
		moves[key]++
		if c.previous != before.seq || c.from != before.to || c.at <= before.at {
			t.Errorf("%+v does not follow from %+v", c, before)
		}
		attempts := before.attempts
		if callflow.What(c.what) == callflow.Registered {
			attempts++
		}
		if c.attempts != attempts {
			t.Errorf("%+v after %d attempts", c, before.attempts)
		}
	}
	if len(latest) != few {
		t.Errorf("the log knows %d rows, want %d", len(latest), few)
	}
	lengths := make(map[int]int)
	for _, count := range moves {
		lengths[count]++
	}
	if got := slices.Sorted(maps.Keys(lengths)); !slices.Equal(got, []int{1, 2, 3, 4}) {
		t.Errorf("histories have %v moves, want 1 to 4", got)
	}
}

func TestARecordHoldsWhatItsCallStateNeeds(t *testing.T) {
	t.Parallel()
	withMeeting := []string{"Booked", "Appointment open", "Appointment closed"}
	const today = "2026-06-17"
	for _, record := range fill(t, few).records(t) {
		text := func(key string) string { s, _ := record[key].(string); return s }
		state := text("callflow__callstate__name")
		from, to := text("meeting__time__from_date_time"), text("meeting__time__to_date_time")
		if has := from != ""; has != slices.Contains(withMeeting, state) || has != (text("meeting__agent") != "") || has != (to > from) {
			t.Errorf("%s has a meeting from %q to %q with %q", state, from, to, text("meeting__agent"))
		}
		if from != "" && (from > today) == (state == "Appointment closed") {
			t.Errorf("%s has a meeting at %s", state, from)
		}
		if due := text("callflow__due"); (due > today) != (state == "Scheduled") || due != "" && due < today {
			t.Errorf("%s is due at %q", state, due)
		}
		units := 0.0
		for _, product := range []string{"product__PROD1", "product__PROD2", "product__p"} {
			count, _ := record[product].(float64)
			units += count
		}
		if (units > 0) != (state == "Completed - Yes") {
			t.Errorf("%s has %v units", state, units)
		}
		if cause := text("callflow__last_change__cause"); (cause == "Segmentation") != (text("callflow__last_change__user") == "manual") {
			t.Errorf("%s has the cause %q of %q", state, cause, text("callflow__last_change__user"))
		}
		if state != "Ready" && text("callflow__last_change__cause") == "Segmentation" {
			t.Errorf("%s has no history", state)
		}
	}
}

func TestPeopleAreInventedAndSparse(t *testing.T) {
	t.Parallel()
	records := fill(t, few).records(t)
	set := make(map[string]int)
	norwegian := 0
	for i, record := range records {
		for key, value := range record {
			if value != "" {
				set[key]++
			}
		}
		name, _ := record["crm__standard_info__name"].(string)
		if strings.ContainsAny(strings.ToLower(name), "æøå") {
			norwegian++
		}
		email, _ := record["crm__standard_info__email"].(string)
		if i > 0 && email != "" && !strings.HasSuffix(email, ".example") {
			t.Errorf("%s may be somebody's", email)
		}
		for _, key := range []string{"crm__standard_info__phone_1", "crm__standard_info__phone_2", "crm__standard_info__phone_3"} {
			if phone, _ := record[key].(string); i > 0 && phone != "" && (len(phone) != 8 || !strings.HasPrefix(phone, "59")) {
				t.Errorf("%s may be somebody's", phone)
			}
		}
		if born, _ := record["crm__custom_info__75"].(string); i > 0 && born != "" {
			day, err := time.Parse(callflow.DateLayout, born)
			age, _ := record["crm__custom_info__76"].(float64)
			birthday := day.AddDate(int(age), 0, 0)
			if err != nil || birthday.After(now) || !birthday.AddDate(1, 0, 0).After(now) {
				t.Errorf("who was born on %q is not %v years old", born, age)
			}
		}
		if zip, _ := record["crm__custom_info__80"].(string); zip != "" && len(zip) != 4 {
			t.Errorf("the zip code %q has lost its zeros", zip)
		}
	}
	if norwegian < few/4 {
		t.Errorf("only %d names have Norwegian letters", norwegian)
	}
	for _, key := range []string{"phone_1", "phone_2", "phone_3", "email"} {
		if count := set["crm__standard_info__"+key]; count == 0 || count == few {
			t.Errorf("%s is set in %d of %d records", key, count, few)
		}
	}
	for key := range records[0] {
		if strings.HasPrefix(key, "crm__custom_info__") && set[key] == 0 {
			t.Errorf("%s is set nowhere", key)
		}
	}
}
