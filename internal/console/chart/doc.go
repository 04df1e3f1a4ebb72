// Package chart is the drawings on pages: call states as a bar, outcomes by day, and how customers moved between call states. They are SVG that the
// templates write: here are places and sizes, which are attributes, since the policy allows no style of an element's own. It knows no page and no request.
package chart
