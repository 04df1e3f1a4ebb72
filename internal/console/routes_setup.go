package console

import (
	"callflow/internal/auth"
)

// setUpRoutes are the pages where an admin sets up.
func (r *routes) setUpRoutes() {
	page := func(pattern string, handle handler) { r.page(pattern, auth.WriteSetup, handle) }
	page("GET /set-up", setUpPage)
	for i := range setupKinds {
		kind := &setupKinds[i]
		page("GET "+kind.path, kind.listPage)
		page("POST "+kind.path, kind.create)
		page("GET "+kind.path+"/new", kind.blankPage)
		page("GET "+kind.path+"/{id}", kind.thingPage)
		change := kind.change
		if kind.name == "fields" {
			change = changeField
		}
		page("POST "+kind.path+"/{id}", change)
		page("POST "+kind.path+"/{id}/remove", sure("Remove this for good?", kind.about, kind.remove))
		if kind.ordered {
			page("POST "+kind.path+"/{id}/move", kind.move)
			page("POST "+kind.path+"/order", kind.order)
		}
	}
	page("GET /set-up/users", usersPage)
	page("POST /set-up/users", addUser)
	page("GET /set-up/users/new", newUserPage)
	page("GET /set-up/users/{id}", userPage)
	page("POST /set-up/users/{id}", changeUser)
	page("POST /set-up/users/{id}/password", givePassword)
	page("POST /set-up/users/{id}/active", activateUser)
	page("POST /set-up/users/{id}/tokens", addToken)
	page("POST /set-up/users/{id}/tokens/{token_id}/remove", sure("Remove this for good?", aboutToken, removeToken))
	page("GET /set-up/tokens", tokensPage)
	page("GET /set-up/account", accountPage)
	page("POST /set-up/account", changeAccount)
	page("GET /set-up/mirrors", mirrorsPage)
	page("GET /set-up/audit", auditPage)
}
