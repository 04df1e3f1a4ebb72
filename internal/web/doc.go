// Package web is what the API, the console and the server share of HTTP: the account that a host name means, the address of a client, deadlines
// of a connection, staged uploads, files on their way to a client, compression, server-sent events and ids of requests.
//
// It may import the root package and internal/limit alone. It knows neither what is asked for nor by whom: no verbs (internal/app), no storage,
// and none of the surfaces that it serves (internal/api, internal/console, internal/server).
package web
