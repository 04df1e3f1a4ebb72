package console

func (r *routes) importRoutes() {}
