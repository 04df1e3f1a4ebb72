// Package customerpages is the pages of one customer: who it is, where it stands in each campaign, what happened to it, and the forms that change it and
// move it. The pages of campaigns and the desk show parts of it and read the same forms, so they stand on this room; it knows neither.
package customerpages
