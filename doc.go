// Package callflow is the domain: the nouns of a calling campaign, the rules that
// hold between them, and the record that other systems read. It imports the
// standard library only, and every other package may import it.
//
// The words, as the whole project uses them:
//
//   - An account is one tenant; nothing is visible across accounts.
//   - A client is the company that calls are made for.
//   - An assignment is a piece of work for a client; it owns customers and
//     defines their custom fields.
//   - A campaign calls the customers of its assignment. It defines its own call
//     states, outcomes and products.
//   - A customer is a person or company of an assignment. CustomerID is the id
//     that the CRM gave it; Number is its place in the assignment, given once, ascending.
//   - A callflow customer is one customer in one campaign: where it stands now.
//   - A call state is where a callflow customer can stand (Ready, Completed - Yes).
//   - An outcome is what came of a call; an attempt is a call that counts.
//   - A callback is a call promised for a time, which is the row's due time.
//   - A change is one committed step of one callflow customer; Seq is its
//     number on the account's clock.
package callflow
