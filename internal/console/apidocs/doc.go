// Package apidocs is the page that describes the API: all requests, with one to paste for each. It knows no other page.
package apidocs
