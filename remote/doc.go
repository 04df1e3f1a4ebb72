// Package remote is a Go client of the callflow API, for any server that speaks it: callflow itself, or the
// service whose API it implements, in the generation of 2019 or of 2020.
//
// A walk gives every record of a list, whichever way the server numbers its pages:
//
//	client, err := remote.New("https://acme.example", remote.Options{Token: token})
//	if err != nil {
//		return err
//	}
//	for record, err := range client.Records(ctx, remote.List{AssignmentID: 239}) {
//		if err != nil {
//			return err
//		}
//		id, _ := record.Text("crm__customer_id")
//		fmt.Println(id)
//	}
//
// Records are kept as they were sent, byte by byte. While one page is looked at, the next is being fetched.
//
// The credentials go to the server that New was given, and to no other, whatever a link or a redirect says.
// Requests that fail in passing (429, 502, 503, 504, a broken connection) are repeated, with growing pauses, or as
// Retry-After says. Every error is a *callflow.Error, whose Text says what happened and what to do next.
//
// The package imports the standard library and the root package only.
package remote
