package api

import (
	"net/http"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/app"
)

// digestParameters are the status list's, but for those of its pages.
var digestParameters = []string{"at", "call_state", "fields", "include"}

// campaignDigest tells what a campaign's list holds, in hashes.
func (api *API) campaignDigest(req *request) error {
	id, err := req.id("campaign_id")
	if err != nil {
		return err
	}
	return req.digest(&app.ListRequest{CampaignID: id})
}

func (api *API) assignmentDigest(req *request) error {
	id, err := req.id("assignment_id")
	if err != nil {
		return err
	}
	return req.digest(&app.ListRequest{AssignmentID: id})
}

func (req *request) digest(r *app.ListRequest) error {
	l, err := req.openList(r, digestParameters)
	if err != nil {
		return err
	}
	made, err := req.api.app.Digest(req.Context(), l.List)
	if err != nil {
		return err
	}
	req.reads, req.told = r.Of(), made.Count
	req.reads.What = "digest"
	l.key.path = strings.TrimSuffix(strings.TrimSuffix(l.key.path, "/"), "digest") + "callflow_customers/"
	l.query.names = append(l.query.names, "page_size")
	body := strconv.AppendInt([]byte(`{"count":`), made.Count, 10)
	body = append(append(body, `,"sync_token":`...), req.token(made.Moment.Seq)...)
	body = append(body, `,"algorithm":"sha256","blocks":[`...)
	for i := range made.Blocks {
		if i > 0 {
			body = append(body, ',')
		}
		body = appendBlock(body, &made.Blocks[i], l)
	}
	return req.sendJSON(http.StatusOK, append(body, "]}"...), made.Moment)
}

func appendBlock(dst []byte, block *app.DigestBlock, l *listing) []byte {
	l.query.values["page_size"] = []string{strconv.FormatInt(block.Count, 10)}
	dst = callflow.AppendJSONString(append(dst, `{"first":`...), block.First)
	dst = callflow.AppendJSONString(append(dst, `,"last":`...), block.Last)
	dst = strconv.AppendInt(append(dst, `,"count":`...), block.Count, 10)
	dst = callflow.AppendJSONString(append(dst, `,"hash":`...), block.Hash)
	return append(appendLink(append(dst, `,"url":`...), block.Link, l), '}')
}
