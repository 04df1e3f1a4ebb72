package console

// textsOfReference are those of the pages of reference.
var textsOfReference = map[string]string{}
