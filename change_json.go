package callflow

import (
	"strconv"
	"time"
)

// ChangeView is what an entry of the log shows beside the change itself.
type ChangeView struct {
	CustomerID []byte
	From, To   string // names of call states, "" for none
	Location   *time.Location
	Withdrawn  bool // also of an outcome, which change withdrew it: the log itself says that of the withdrawal alone
}

// AppendJSON appends the change as the API shows it (contract, section 4).
func (c *Change) AppendJSON(dst []byte, view *ChangeView) []byte {
	dst = strconv.AppendInt(append(dst, `{"seq":`...), c.Seq, 10)
	dst = append(append(dst, `,"when":"`...), FormatMoment(c.At, view.Location)...)
	dst = append(append(dst, `","what":"`...), c.What.String()...)
	dst = append(dst, `","campaign_id":`...)
	if c.CampaignID == 0 { // a customer's own change, while it is in no campaign
		dst = append(dst, "null"...)
	} else {
		dst = strconv.AppendInt(dst, c.CampaignID, 10)
	}
	dst = AppendJSONString(append(dst, `,"customer_id":`...), view.CustomerID)
	dst = AppendJSONString(append(dst, `,"from":`...), view.From)
	dst = AppendJSONString(append(dst, `,"to":`...), view.To)
	status := c.Status
	if c.What == CustomerSet { // the status is an earlier change's
		status = nil
	}
	for _, member := range [...]struct {
		name string
		tag  uint64
	}{{"user", tagUser}, {"cause", tagCause}, {"alternative", tagAlternative}, {"comment", tagComment}} {
		dst = append(append(append(dst, `,"`...), member.name...), `":`...)
		dst = appendValue(dst, FindPacked(status, member.tag))
	}
	dst = append(dst, `,"attempts":`...)
	if c.Attempts == 0 {
		dst = append(dst, `""`...)
	} else {
		dst = strconv.AppendInt(dst, c.Attempts, 10)
	}
	if c.Withdrew != 0 {
		dst = strconv.AppendInt(append(dst, `,"withdrew":`...), c.Withdrew, 10)
	}
	if view.Withdrawn && c.WithdrawnBy != 0 {
		dst = strconv.AppendInt(append(dst, `,"withdrawn_by":`...), c.WithdrawnBy, 10)
	}
	return append(dst, '}')
}
