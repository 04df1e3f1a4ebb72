package callflow

// Assignment is a piece of work for a client. It owns customers and their custom fields.
type Assignment struct {
	ID          int64  `json:"id"`
	ClientID    int64  `json:"client_id"`
	Name        string `json:"name"`
	Description string `json:"description"`
}

// Validate says what is missing.
func (a *Assignment) Validate() error {
	if a.Name == "" {
		return InvalidField("name", "An assignment needs a name.")
	}
	if a.ClientID == 0 {
		return InvalidField("client_id", "An assignment needs a client_id: the client that the work is for.")
	}
	return nil
}
