package console

import "callflow/internal/app"

func campaignPage(req *request) error { return errNotFound }

func campaignLive(req *request) error {
	return req.live(func(*request) ([]part, app.Moment, error) { return nil, app.Moment{}, errNotFound })
}
