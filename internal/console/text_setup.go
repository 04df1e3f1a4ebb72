package console

// textsOfSetUp are those of the pages of set-up.
var textsOfSetUp = map[string]string{}
