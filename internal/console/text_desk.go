package console

// textsOfDesk are those of the pages of desk.
var textsOfDesk = map[string]string{}
