package api

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"callflow"
	"callflow/internal/api/wire"
	"callflow/internal/app"
	"callflow/internal/customer"
)

func (api *API) campaignStatus(req *request) error {
	id, err := req.id("campaign_id")
	if err != nil {
		return err
	}
	return req.record(&app.ListRequest{CampaignID: id}, http.StatusOK)
}

func (api *API) assignmentStatus(req *request) error {
	id, err := req.id("assignment_id")
	if err != nil {
		return err
	}
	page, err := req.records(&app.ListRequest{AssignmentID: id}, recordParameters)
	if err != nil {
		return err
	}
	body := append(appendHead(nil, page, nil), page.Results...)
	return req.sendJSON(http.StatusOK, append(body, '}'), page.Moment)
}

func (api *API) customer(req *request) error {
	id, err := req.id("assignment_id")
	if err != nil {
		return err
	}
	return req.record(&app.ListRequest{AssignmentID: id, Customers: true}, http.StatusOK)
}

// record answers the one record that a customer has there.
func (req *request) record(r *app.ListRequest, status int) error {
	known := recordParameters
	if r.Customers {
		known = nil
	}
	page, err := req.records(r, known)
	if err != nil {
		return err
	}
	return req.sendJSON(status, page.Results[1:len(page.Results)-1], page.Moment)
}

func (req *request) records(r *app.ListRequest, known []string) (*app.ListPage, error) {
	q, err := req.parameters(known...)
	if err != nil {
		return nil, err
	}
	if r.Selection, err = q.selection(); err != nil {
		return nil, err
	}
	l, err := req.api.app.Open(req.session, r)
	if err != nil {
		return nil, err
	}
	return req.api.app.Records(req.Context(), l, req.customerID())
}

func (api *API) createCustomer(req *request) error  { return req.writeCustomer(customer.Create) }
func (api *API) replaceCustomer(req *request) error { return req.writeCustomer(customer.Replace) }
func (api *API) changeCustomer(req *request) error  { return req.writeCustomer(customer.Change) }

// writeCustomer writes a customer, then answers its record as it stands.
func (req *request) writeCustomer(mode customer.Mode) error {
	assignmentID, err := req.id("assignment_id")
	if err != nil {
		return err
	}
	if _, err := req.parameters(); err != nil {
		return err
	}
	members, err := req.members()
	if err != nil {
		return err
	}
	return req.answered(req.api.app.Customers.Write(req.Context(), req.session, &customer.Request{
		AssignmentID: assignmentID, CustomerID: req.customerID(), Mode: mode, Values: wire.Entries(members),
	}))
}

// anonymizeCustomer empties a customer for good. Its id is another one afterwards.
func (api *API) anonymizeCustomer(req *request) error {
	assignmentID, err := req.id("assignment_id")
	if err != nil {
		return err
	}
	if _, err := req.parameters(); err != nil {
		return err
	}
	if err := req.wantJSON(); err != nil { // no form of a browser can send this, whoever is made to open it
		return err
	}
	members, err := req.optionalMembers()
	if err != nil {
		return err
	}
	if len(members) > 0 {
		return invalid(members[0].Name, "Anonymising takes no members. Send {}.")
	}
	told, err := api.app.Anonymize(req.Context(), req.session, &customer.Request{
		AssignmentID: assignmentID, CustomerID: req.customerID(), Answer: wire.EncodeAnonymized,
	})
	if err != nil {
		return err
	}
	return req.answered(told.Answer, nil)
}

// escapeID writes an id as one segment of a path: dots too where they would
// mean a folder.
func escapeID(id string) string {
	if id == "." || id == ".." {
		return strings.ReplaceAll(id, ".", "%2E")
	}
	return url.PathEscape(id)
}

func (req *request) wantJSON() error {
	if encoding := req.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return &callflow.Error{Code: callflow.UnsupportedMedia, Message: fmt.Sprintf("Unsupported content encoding %q in request.", encoding)}
	}
	contentType := req.Header.Get("Content-Type")
	media, parameters, err := mime.ParseMediaType(contentType)
	charset := strings.ToLower(parameters["charset"])
	if err == nil && (media == "application/json" || strings.HasSuffix(media, "+json")) && (charset == "" || charset == "utf-8") {
		return nil
	}
	return &callflow.Error{Code: callflow.UnsupportedMedia, Message: fmt.Sprintf("Unsupported media type %q in request.", contentType)}
}

func bodyError(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return &callflow.Error{Code: callflow.TooLarge, Message: "The body is larger than 1 MiB.", Fix: "Send less at a time."}
	}
	return &callflow.Error{Code: callflow.Invalid, Message: "The body could not be read to its end.", Fix: "Send it again.", Err: err}
}
