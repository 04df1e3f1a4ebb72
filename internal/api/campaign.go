package api

import (
	"net/http"
	"strconv"

	"callflow"
	"callflow/internal/app"
)

// campaigns answers a bare list, for `/campaigns` and `/client_access/campaigns`:
// which of them the caller may ask is the route's right.
func (api *API) campaigns(req *request) error {
	q, err := req.parameters("include_inactive_campaigns")
	if err != nil {
		return err
	}
	withInactive, err := q.boolean("include_inactive_campaigns")
	if err != nil {
		return err
	}
	write := (*object).campaign
	if req.session.Setup.Account.Generation == callflow.LaterGeneration {
		write = (*object).laterCampaign
	}
	body := []byte{'['}
	for i, entry := range api.app.Campaigns(req.session, withInactive) {
		if i > 0 {
			body = append(body, ',')
		}
		o := object{dst: body}
		write(&o, &entry)
		body = o.end()
	}
	return req.sendJSON(http.StatusOK, append(body, ']'), req.session.Moment)
}

func (o *object) campaign(entry *app.CampaignEntry) {
	o.number("campaign__id", entry.ID)
	o.text("campaign__name", entry.Name)
	o.text("campaign__description", entry.Description)
	o.campaignDates(entry)
	o.number("assignment__id", entry.Assignment.ID)
	o.text("assignment__name", entry.Assignment.Name)
	o.text("assignment__description", entry.Assignment.Description)
	o.number("client__id", entry.Client.ID)
	o.text("client__short_name", entry.Client.ShortName)
	o.text("client__full_name", entry.Client.FullName)
}

// laterCampaign is a campaign as the later generation has it.
func (o *object) laterCampaign(entry *app.CampaignEntry) {
	o.number("campaign__id", entry.ID)
	o.text("campaign__name", entry.Name)
	o.campaignDates(entry)
	o.text("campaign__crm_type", string(entry.Assignment.CRMType))
	o.number("service__id", entry.ServiceID)
	o.text("service__name", entry.ServiceName)
	o.number("data_owner__id", entry.Client.ID)
	o.text("data_owner__name", entry.Client.LongName())
}

func (o *object) campaignDates(entry *app.CampaignEntry) {
	o.text("campaign__start_date", entry.StartDate)
	o.text("campaign__end_date", entry.EndDate)
	o.text("campaign__archived_date", entry.ArchivedDate)
	o.boolean("campaign__is_active", entry.Active)
}

// customFields answers the bare list of an assignment's custom fields.
func (api *API) customFields(req *request) error {
	id, err := req.id("assignment_id")
	if err != nil {
		return err
	}
	return req.fields(func() ([]callflow.Field, error) { return api.app.Fields(req.session, id) })
}

// fields answers a bare list of custom fields.
func (req *request) fields(find func() ([]callflow.Field, error)) error {
	if _, err := req.parameters(); err != nil {
		return err
	}
	fields, err := find()
	if err != nil {
		return err
	}
	body := []byte{'['}
	for i := range fields {
		if i > 0 {
			body = append(body, ',')
		}
		o := object{dst: body}
		o.number("id", fields[i].ID)
		o.text("key", fields[i].Key)
		o.text("type", string(fields[i].Type))
		if fields[i].MaxLength == 0 {
			o.null("max_length")
		} else {
			o.number("max_length", fields[i].MaxLength)
		}
		o.text("hint", fields[i].Hint)
		o.text("lookup__id", fields[i].LookupID())
		body = o.end()
	}
	return req.sendJSON(http.StatusOK, append(body, ']'), req.session.Moment)
}

// object appends a JSON object with its members in the order given.
type object struct {
	dst   []byte
	begun bool
}

func (o *object) name(name string) {
	separator := byte('{')
	if o.begun {
		separator = ','
	}
	o.begun = true
	o.dst = append(callflow.AppendJSONString(append(o.dst, separator), name), ':')
}

func (o *object) text(name, value string) {
	o.name(name)
	o.dst = callflow.AppendJSONString(o.dst, value)
}

func (o *object) number(name string, value int64) {
	o.name(name)
	o.dst = strconv.AppendInt(o.dst, value, 10)
}

func (o *object) boolean(name string, value bool) {
	o.name(name)
	o.dst = strconv.AppendBool(o.dst, value)
}

func (o *object) null(name string) {
	o.name(name)
	o.dst = append(o.dst, "null"...)
}

func (o *object) end() []byte { return append(o.dst, '}') }
