package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatWasExportedInAnyFormatIsImportedTheSame generates, exports, imports into a fresh account and exports again.
func TestWhatWasExportedInAnyFormatIsImportedTheSame(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	source := filepath.Join(folder, "source.db")
	demo := serveDemo(t, 2500)
	mirrored(t, demo, source) // the demo's own file is in use
	var fields []struct {
		ID   int64
		Key  string
		Type string
	}
	listed := ask(t, fmt.Sprintf("%s/api/v1/assignments/%d/crm_custom_fields/", demo.URL, demo.Assignment), demo.Token)
	if err := json.Unmarshal([]byte(listed), &fields); err != nil {
		t.Fatal(err)
	}
	keys := []string{"crm__customer_id"}
	for _, name := range []string{"name", "phone_1", "phone_2", "phone_3", "email"} {
		keys = append(keys, "crm__standard_info__"+name)
	}
	for i := range fields {
		keys = append(keys, fmt.Sprint("crm__custom_info__", fields[i].ID))
	}
	export := func(database, format, path string) {
		t.Helper()
		run(t, "export", "--db", database, "--campaign", fmt.Sprint(demo.CampaignID), "--fields", strings.Join(keys, ","), "--format", format, "-o", path)
	}
	export(source, "ndjson", filepath.Join(folder, "all.ndjson"))
	want := fileText(t, filepath.Join(folder, "all.ndjson"))
	for _, format := range []string{"csv", "xlsx", "ndjson"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			target, file := filepath.Join(folder, format+".db"), filepath.Join(folder, "file."+format)
			run(t, "account", "create", "fresh", "--db", target)
			run(t, "client", "create", "--db", target, "--short-name", "Client")
			run(t, "assignment", "create", "--db", target, "--client", "1", "--id", fmt.Sprint(demo.Assignment), "--name", "Assignment")
			run(t, "campaign", "create", "--db", target, "--assignment", fmt.Sprint(demo.Assignment), "--id", fmt.Sprint(demo.CampaignID), "--name", "Campaign")
			for _, field := range fields {
				run(t, "field", "create", "--db", target, "--assignment", fmt.Sprint(demo.Assignment), "--id", fmt.Sprint(field.ID), "--key", field.Key, "--type", field.Type)
			}
			export(source, format, file)
			told := run(t, "import", file, "--db", target, "--assignment", fmt.Sprint(demo.Assignment), "--campaign", fmt.Sprint(demo.CampaignID))
			if !strings.Contains(told, "2000 created, 0 updated, 0 unchanged, 0 rejected; 2000 added") {
				t.Errorf("the import says %s", told)
			}
			export(target, "ndjson", filepath.Join(folder, format+".again"))
			again := fileText(t, filepath.Join(folder, format+".again"))
			if again == want {
				return
			}
			lines := strings.Split(want, "\n")
			for i, line := range strings.Split(again, "\n") {
				if line != lines[i] {
					t.Fatalf("line %d is\n%s\nand was\n%s", i+1, line, lines[i])
				}
			}
		})
	}
}
