package console

func (r *routes) setUpRoutes() {}
