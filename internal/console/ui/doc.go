// Package ui is what every page of the console stands on: the request with its session and reader, routes and forms, the frame around a page,
// its templates and files, and the parts of a page that live. It knows no page: the rooms of the console stand on it.
package ui
