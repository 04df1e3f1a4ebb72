package setuppages

import (
	"net/url"

	"callflow/internal/console/ui"
	"callflow/internal/setup"
)

// beginsWith is the input of a new campaign's form that says with which call states and outcomes it begins.
const beginsWith = "begins_with"

// What a campaign may begin with, but for those of another campaign, whose id says so.
const (
	beginsEnglish   = "en"
	beginsNorwegian = "nb"
)

// notCopied are what a copy of a campaign does not have of it.
var notCopied = []string{"id", "start_date", "end_date", "archived_date"}

// beginLike fills in a campaign's form: its settings are those of the campaign that it is to be like, and the usual ones else.
func (k *Kind) beginLike(req *ui.Request, values url.Values) error {
	like := ui.FormID(req.URL.Query(), beginsWith)
	if like == 0 {
		values.Set(beginsWith, req.Reader.Language)
		return nil
	}
	held, err := k.held(req, &setup.Request{Noun: k.noun, ID: like})
	if err != nil {
		return err
	}
	for name := range held.values {
		values.Set(name, held.values.Get(name))
	}
	for _, name := range notCopied {
		values.Del(name)
	}
	values.Set("name", req.Reader.T("Copy of %s", held.name))
	values.Set(beginsWith, ui.NumberText(like))
	return nil
}

// beginsInput asks with which call states and outcomes a campaign begins.
func beginsInput(req *ui.Request, values url.Values) ui.Input {
	t := req.Reader.T
	in := ui.Input{
		Name: beginsWith, Label: t("Begins with"), Kind: "select",
		Hint:    t("Call states and outcomes; with those of a campaign come its products. All may be changed afterwards."),
		Options: []ui.Option{{Value: beginsNorwegian, Text: t("The usual ones, in Norwegian")}, {Value: beginsEnglish, Text: t("The usual ones, in English")}},
	}
	for _, campaign := range req.Console.App.Campaigns(req.Session, true) {
		in.Options = append(in.Options, ui.Option{Value: ui.NumberText(campaign.ID), Text: t("Those of %s", campaign.Name)})
	}
	for i := range in.Options {
		in.Options[i].Selected = in.Options[i].Value == values.Get(beginsWith)
	}
	return in
}

// campaignStart is what was chosen.
func campaignStart(form url.Values) setup.CampaignStart {
	return setup.CampaignStart{Like: ui.FormID(form, beginsWith), Norwegian: form.Get(beginsWith) == beginsNorwegian}
}
