package console

func (r *routes) referenceRoutes() {}
