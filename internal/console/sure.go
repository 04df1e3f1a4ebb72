package console

import (
	"maps"
	"net/http"
	"slices"

	"callflow/internal/app"
)

// sureForm is the page that asks once more before something is done that can't be taken back. The page's script asks without it.
type sureForm struct {
	frame
	Question string // a text of the catalogue
	About    string // what or whom it is done to
	Path     string // that the form is sent to
	Back     string // where it came from
	Fields   []input
}

// sureAbout names what or whom a form is about, in the reader's language, or says that it is not there.
type sureAbout func(*request) (string, error)

// sure lets a handler do what can't be taken back only where the form says that its sender is sure, and asks else.
func sure(question string, about sureAbout, handle handler) handler {
	return func(req *request) error {
		if req.PostForm.Has("sure") {
			return handle(req)
		}
		name, err := about(req)
		if err != nil {
			return err
		}
		page := &sureForm{frame: req.frame("Are you sure?"), Question: question, About: name, Path: req.URL.RequestURI()}
		page.Back = req.console.pageAt(localPath(refererPath(req.Request)))
		for _, name := range slices.Sorted(maps.Keys(req.PostForm)) {
			for _, value := range req.PostForm[name] {
				page.Fields = append(page.Fields, input{Name: name, Value: value})
			}
		}
		return req.renderAs(http.StatusOK, "sure", page)
	}
}

// aboutCustomer names the customer of the query, in the path's assignment.
func aboutCustomer(req *request) (string, error) {
	shown, err := req.shownCustomer()
	if err != nil {
		return "", err
	}
	return req.customerNamed(shown)
}

// aboutCallflowCustomer names the customer of the query and the path's campaign.
func aboutCallflowCustomer(req *request) (string, error) {
	at, err := req.shownPlace()
	if err != nil {
		return "", err
	}
	campaign := req.session.Setup.Campaigns[at.CampaignID]
	if campaign == nil {
		return "", errNotFound
	}
	name, err := req.customerNamed(&app.CustomerRequest{AssignmentID: campaign.AssignmentID, CustomerID: at.CustomerID, Number: at.Number})
	return name + " · " + campaign.Name, err
}

// customerNamed is the name and id of a customer.
func (req *request) customerNamed(shown *app.CustomerRequest) (string, error) {
	card, err := req.console.app.Card(req.Context(), req.session, shown)
	if err != nil {
		return "", err
	}
	return aboutCard(card), nil
}

// aboutCard is the name and id of the customer of a card.
func aboutCard(card *app.Card) string {
	if card.Customer.Name == "" {
		return card.Customer.CustomerID
	}
	return card.Customer.Name + " · " + card.Customer.CustomerID
}

// aboutImport names the import of the path.
func aboutImport(req *request) (string, error) {
	job, err := req.jobView()
	if err != nil {
		return "", err
	}
	return job.Label(), nil
}

// about names the thing of the path.
func (k *setupKind) about(req *request) (string, error) {
	r, err := k.request(req)
	if err != nil {
		return "", err
	}
	held, err := k.held(req, r)
	if err != nil {
		return "", err
	}
	return req.reader.T(k.texts.one) + ": " + held.name, nil
}

// aboutToken names the token of the path and its user.
func aboutToken(req *request) (string, error) {
	user, token, err := req.tokenOfPath()
	if err != nil {
		return "", err
	}
	return user.Name + " · " + token.Label, nil
}
