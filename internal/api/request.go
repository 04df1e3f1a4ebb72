package api

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/tabular"
)

// request is one request on its way: who asks is known once it is admitted.
type request struct {
	*http.Request
	api     *API
	writer  http.ResponseWriter
	session *auth.Session
	sent    []byte         // the body of a write
	file    tabular.Format // that the list is asked for as, "" for its pages
	reads   auth.ReadOf    // what a list is of
	told    int64          // records of a list that the body has: the audit counts them
}

// errOtherSite is the answer to a write that a page of another site made a browser send.
var errOtherSite = &callflow.Error{
	Code: callflow.Forbidden, Message: "A browser sent this request for a page of another site.", Fix: "Send it from a program, or from the console.",
}

// served is a path with its methods.
type served struct {
	api     *API
	methods methods
}

// ServeHTTP answers a request for a path.
func (s *served) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	req := &request{api: s.api, writer: w, Request: r}
	wanted, err := req.admit(s.methods)
	if err == nil {
		err = wanted.handle(req)
	}
	if err != nil {
		req.fail(err)
	}
}

// admit checks in the contract's order: what can be answered, credentials, permission, throttle,
// method, then the body, which is the handler's.
func (req *request) admit(m methods) (route, error) {
	method := req.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	wanted, known := m[method]
	if err := req.negotiate(wanted); err != nil {
		return route{}, err
	}
	if err := req.api.guard.Check(req.Request); err != nil {
		return route{}, errOtherSite
	}
	session, err := req.authenticate()
	if err != nil {
		return route{}, err
	}
	req.session = session
	if err := session.May(m.right(wanted, known)); err != nil {
		return route{}, err
	}
	if err := req.api.limits.Allow(session.AccountID, session.User.ID); err != nil {
		return route{}, err
	}
	if !known {
		return route{}, m.notAllowed(req)
	}
	if wanted.form.streams {
		if err := req.prepareUpload(); err != nil {
			return route{}, err
		}
	} else if method != http.MethodGet {
		if err := req.prepareWrite(); err != nil {
			return route{}, err
		}
	}
	return wanted, nil
}

// right is what the wanted method needs. A method that the route lacks needs
// what reading needs: whoever may not even read hears nothing else.
func (m methods) right(wanted route, known bool) auth.Right {
	if known {
		return wanted.right
	}
	return m[http.MethodGet].right
}

func (m methods) notAllowed(req *request) error {
	allowed := slices.Collect(maps.Keys(m))
	if _, reads := m[http.MethodGet]; reads {
		allowed = append(allowed, http.MethodHead)
	}
	slices.Sort(allowed)
	req.writer.Header().Set("Allow", strings.Join(allowed, ", "))
	return &callflow.Error{Code: callflow.MethodNotAllowed, Message: "Method " + strconv.Quote(req.Method) + " not allowed."}
}

// customerID is the id that the path names; any character may stand in it.
func (req *request) customerID() string {
	id := req.PathValue("customer_id")
	if id == slashID {
		return "/"
	}
	return id
}

// id reads a whole number of the path; what is none is not there.
func (req *request) id(name string) (int64, error) {
	id, err := strconv.ParseInt(req.PathValue(name), 10, 64)
	if err != nil || id < 1 {
		return 0, callflow.NotFoundError()
	}
	return id, nil
}

// path is the path as the client wrote it, its trailing slash included.
func (req *request) path() string {
	path, _, _ := strings.Cut(req.RequestURI, "?")
	if !strings.HasPrefix(path, "/") { // an absolute request target
		return req.URL.EscapedPath()
	}
	return path
}
