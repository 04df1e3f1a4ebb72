package callflow

// Client is the company that calls are made for.
type Client struct {
	ID        int64  `json:"id"`
	ShortName string `json:"short_name"`
	FullName  string `json:"full_name"`
}

// LongName is the full name, or the short one where there is none.
func (c *Client) LongName() string {
	if c.FullName == "" {
		return c.ShortName
	}
	return c.FullName
}

// Validate says what is missing.
func (c *Client) Validate() error {
	if c.ShortName == "" {
		return InvalidField("short_name", "A client needs a short_name.")
	}
	return nil
}
