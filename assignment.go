package callflow

// CRMType is whose calls an assignment is: the later generation tells a client's assignments apart by it.
type CRMType string

// The CRM types.
const (
	B2C CRMType = "B2C" // of consumers
	B2B CRMType = "B2B" // of companies
)

// Valid says whether the type is one of the two.
func (t CRMType) Valid() bool { return t == B2C || t == B2B }

// Assignment is a piece of work for a client. It owns customers and their custom fields.
type Assignment struct {
	ID          int64   `json:"id"`
	ClientID    int64   `json:"client_id"`
	Name        string  `json:"name"`
	Description string  `json:"description"`
	CRMType     CRMType `json:"crm_type"`
}

// Validate says what is missing.
func (a *Assignment) Validate() error {
	if a.Name == "" {
		return InvalidField("name", "An assignment needs a name.")
	}
	if a.ClientID == 0 {
		return InvalidField("client_id", "An assignment needs a client_id: the client that the work is for.")
	}
	if !a.CRMType.Valid() {
		return InvalidField("crm_type", "crm_type must be B2C or B2B.")
	}
	return nil
}
