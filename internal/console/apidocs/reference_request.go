package apidocs

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/console/ui"
	"callflow/internal/reference"
)

// shownIDs are values of the reader's own account, by the names of the parameters that they go into.
type shownIDs map[string]string

// idsToShow finds a campaign that the reader sees, and what belongs to it: the first that calls are made for, else the first of all.
func idsToShow(req *ui.Request) (shownIDs, error) {
	ids := make(shownIDs)
	campaigns := req.Console.App.Campaigns(req.Session, true)
	if len(campaigns) == 0 {
		return ids, nil
	}
	campaign := campaigns[0]
	for _, other := range campaigns {
		if other.Active {
			campaign = other
			break
		}
	}
	setup := req.Session.Setup
	ids["campaign_id"] = strconv.FormatInt(campaign.ID, 10)
	ids["assignment_id"] = strconv.FormatInt(campaign.Assignment.ID, 10)
	ids["client_id"], ids["data_owner_id"] = strconv.FormatInt(campaign.Client.ID, 10), strconv.FormatInt(campaign.Client.ID, 10)
	ids["crm_type"] = string(campaign.Assignment.CRMType)
	if states := setup.States[campaign.ID]; len(states) > 0 {
		ids["state_id"] = strconv.FormatInt(states[0].ID, 10)
	}
	if outcomes := setup.Outcomes[campaign.ID]; len(outcomes) > 0 {
		ids["outcome_id"] = strconv.FormatInt(outcomes[0].ID, 10)
	}
	if products := setup.Products[campaign.ID]; len(products) > 0 {
		ids["product_id"] = strconv.FormatInt(products[0].ID, 10)
	}
	if fields := setup.Fields[campaign.Assignment.ID]; len(fields) > 0 {
		ids["field_id"] = strconv.FormatInt(fields[0].ID, 10)
	}
	var err error
	ids["customer_id"], err = firstCustomer(req, campaign.ID)
	return ids, err
}

// firstCustomer is the id of the first customer of a campaign; "" where it has none.
func firstCustomer(req *ui.Request, campaignID int64) (string, error) {
	const key = "crm__customer_id"
	list, err := req.Console.App.Open(req.Session, &app.ListRequest{
		CampaignID: campaignID, Selection: app.Selection{Fields: []string{key}}, Page: callflow.Page{Number: 1, Size: 1},
	})
	if err != nil {
		return "", err
	}
	page, err := req.Console.App.Page(req.Context(), list, nil)
	if err != nil {
		return "", err
	}
	var records []map[string]string
	// What follows the records belongs to their envelope.
	if err := json.NewDecoder(strings.NewReader(string(page.Results))).Decode(&records); err != nil || len(records) == 0 {
		return "", err
	}
	return records[0][key], nil
}

// curl writes an operation as a request to paste into a shell. What is not known of the reader's account is a variable of the shell.
func curl(base string, operation *reference.Operation, ids shownIDs) string {
	var text strings.Builder
	text.WriteString("curl")
	if operation.Method != http.MethodGet {
		text.WriteString(" -X " + operation.Method)
	}
	if !operation.Open {
		text.WriteString(` -H "Authorization: Token $TOKEN"`)
	}
	if body := operation.Body; body != nil && len(body.Types) > 0 {
		text.WriteString(` -H "Content-Type: ` + body.Types[0] + `"`)
		if len(body.Examples) > 0 {
			text.WriteString(" \\\n  -d " + inQuotes(onOneLine(withIDs(body.Examples[0].Text, ids))))
		} else {
			text.WriteString(" \\\n  --data-binary @file")
		}
	}
	text.WriteString(" \\\n  \"" + base + filledPath(operation, ids))
	joint := "?"
	for _, parameter := range operation.Parameters {
		if parameter.In == "query" && parameter.Required {
			text.WriteString(joint + url.QueryEscape(parameter.Name) + "=" + valueOrVariable(parameter.Name, url.QueryEscape(parameter.Example)))
			joint = "&"
		}
	}
	text.WriteString(`"`)
	return text.String()
}

// filledPath puts ids into the path of an operation. What a request would change or delete, the reader names: pasted as it is, it harms nobody.
func filledPath(operation *reference.Operation, ids shownIDs) string {
	steps := strings.Split(operation.Path, "/")
	last := len(steps) - 1
	if steps[last] == "" {
		last--
	}
	for i, step := range steps {
		name, ok := strings.CutPrefix(step, "{")
		if !ok {
			continue
		}
		name = strings.TrimSuffix(name, "}")
		value := ids[name]
		if operation.Method != http.MethodGet && (i == last || name == "customer_id") {
			value = ""
		}
		steps[i] = valueOrVariable(name, url.PathEscape(value))
	}
	return strings.Join(steps, "/")
}

// valueOrVariable is a value that stands between double quotes of a shell, or the variable that is to hold it.
func valueOrVariable(name, escaped string) string {
	if escaped == "" {
		return "$" + strings.ToUpper(name)
	}
	return strings.ReplaceAll(escaped, "$", "%24") // the only one left that means something to a shell
}

var idInBody = regexp.MustCompile(`"(client_id|assignment_id)": \d+`)

// withIDs puts the reader's own ids into a body.
func withIDs(body string, ids shownIDs) string {
	return idInBody.ReplaceAllStringFunc(body, func(member string) string {
		name := idInBody.FindStringSubmatch(member)[1]
		if ids[name] == "" {
			return member
		}
		return `"` + name + `": ` + ids[name]
	})
}

// onOneLine writes JSON without what indents it, where that is short enough to read.
func onOneLine(text string) string {
	var line bytes.Buffer
	if json.Compact(&line, []byte(text)) != nil || line.Len() > 100 {
		return text
	}
	return line.String()
}

// inQuotes writes a text as one word of a shell.
func inQuotes(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
