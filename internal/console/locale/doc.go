// Package locale says things in the reader's language and habits: the texts of pages from one PO file a language (messages/), times, days and
// numbers, and what verbs refuse in the words of pages. It may import the domain, and nothing else of callflow.
package locale
