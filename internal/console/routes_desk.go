package console

func (r *routes) deskRoutes() {}
