package console

// textsOfCustomer are those of the pages of customer.
var textsOfCustomer = map[string]string{}
