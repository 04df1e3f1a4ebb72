package importpages

import (
	"fmt"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/console/ui"
	"callflow/internal/importer"
)

// Discard lets the file of the path go, which then is not imported.
func Discard(req *ui.Request) error {
	file, err := req.Console.App.Imports.FindFile(req.Session, req.PathValue("file_id"))
	if err != nil {
		return err
	}
	req.Console.App.Imports.DropFile(file)
	return req.Done(fmt.Sprintf("/imports?assignment=%d", file.AssignmentID), "The file is gone.")
}

// posted is what the form says, in the shape of an import.
func (req *fileRequest) posted() *importer.Request {
	chosen := &importer.Request{
		Options: req.file.Chosen().Options, Map: make(map[string]string), MapsAll: true,
		Mode: importer.Mode(req.PostFormValue("mode")), Match: importer.Match(req.PostFormValue("match")),
		Country: strings.ToUpper(strings.TrimSpace(req.PostFormValue("country"))), Speaks: importer.SpeaksPage,
		IDs: importer.IDs(req.PostFormValue("ids")), Repeats: importer.Repeats(req.PostFormValue("repeats")),
		Decimals: importer.Decimals(req.PostFormValue("decimal")), Dates: importer.Dates(req.PostFormValue("dates")),
		SkipHidden: req.PostFormValue("hidden") == "skip",
	}
	for i := range req.preview.Columns {
		column := &req.preview.Columns[i]
		target := column.Target
		if i < columnsMatched {
			target = req.PostFormValue("column-" + strconv.Itoa(i))
		}
		if target == ownField && column.Own {
			chosen.CreateFields = true
			continue
		}
		chosen.Map[column.Name] = target
	}
	for _, text := range req.PostForm["campaign"] {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil {
			chosen.CampaignIDs = append(chosen.CampaignIDs, id)
		}
	}
	return chosen
}

var errReadOtherwise = &callflow.Error{
	Code: callflow.Conflict, Message: "The file was read in another way meanwhile.", Fix: "Look at the columns again.",
}

// refuse shows the columns again, as they were chosen, with what was refused.
func (req *fileRequest) refuse(refused error) error {
	chosen := req.file.Chosen()
	return req.refuseAs(&chosen, refused)
}

// matchFile takes what was chosen, and tries the import with it.
func matchFile(req *fileRequest) error {
	if req.PostFormValue("read") != readAs(req.preview.Options) {
		return req.refuse(errReadOtherwise)
	}
	chosen := req.posted()
	page, err := req.matchView(chosen)
	if err != nil {
		return err
	}
	req.Console.App.Imports.Choose(req.file, chosen)
	if !page.check(chosen) {
		return req.RenderAs(req.Status(errNoFile), "import_match", page)
	}
	if err := req.Console.App.Imports.StartRehearsal(req.Session, req.file); err != nil {
		return err
	}
	req.SeeOther(filePath(req.file) + "/rehearsal")
	return nil
}

// check says beside each column what is wrong with what it fills. It says so in the page's words: those of the verb are for the command.
func (v *matchView) check(chosen *importer.Request) bool {
	right := true
	fills := make(map[string]int)
	for _, target := range chosen.Map {
		fills[target]++
	}
	if fills[nameKey] > 0 { // a part fills it too
		for _, part := range importer.NameParts() {
			fills[nameKey] += fills[part]
		}
	}
	for i := range v.Columns {
		target := chosen.Map[v.Columns[i].Label]
		if target != "" && fills[target] > 1 {
			v.Columns[i].Problem, right = v.T("Another column fills this field too."), false
		}
	}
	if !right {
		v.Problem = v.T("Two columns fill the same field. Leave one of them out.")
	}
	if fills[callflow.KeyCustomerID] == 0 && chosen.IDs != importer.NewIDs && chosen.Match != importer.MatchPhone && chosen.Match != importer.MatchEmail {
		v.Problem, right = v.T("No column holds the customer's id. Say which one does."), false
	}
	return right
}
