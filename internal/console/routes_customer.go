package console

func (r *routes) customerRoutes() {}
