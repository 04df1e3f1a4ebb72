package callflow

import (
	"cmp"
	"strconv"
)

// Status is where a callflow customer stands, beside its call state: who moved
// it last and why, its meeting, and the products registered. Times are
// milliseconds since 1970, 0 when not set.
type Status struct {
	User        string
	Cause       string
	Alternative string
	Comment     string

	MeetingAgent string
	MeetingFrom  int64
	MeetingTo    int64

	Products map[int64]int64 // units by product id

	// Of a mirrored customer, as the other server writes them: JSON texts that show in place of the times kept here.
	// "" where this account's own time is what shows.
	ToldWhen, ToldFrom, ToldTo Value
}

// Tags of a stored status. A product's tag is its id plus firstProductTag.
const (
	tagUser = 1 + iota
	tagCause
	tagAlternative
	tagComment
	tagMeetingAgent
	tagMeetingFrom
	tagMeetingTo
	tagToldWhen
	firstProductTag = 16
)

// Pack makes the stored form. Products come in the order given.
func (s *Status) Pack(products []Product) []byte {
	packed := make([]byte, 0, 64)
	packed = AppendPacked(packed, tagUser, TextValue(s.User))
	packed = AppendPacked(packed, tagCause, TextValue(s.Cause))
	packed = AppendPacked(packed, tagAlternative, TextValue(s.Alternative))
	packed = AppendPacked(packed, tagComment, TextValue(s.Comment))
	packed = AppendPacked(packed, tagMeetingAgent, TextValue(s.MeetingAgent))
	packed = AppendPacked(packed, tagMeetingFrom, cmp.Or(s.ToldFrom, numberValue(s.MeetingFrom)))
	packed = AppendPacked(packed, tagMeetingTo, cmp.Or(s.ToldTo, numberValue(s.MeetingTo)))
	packed = AppendPacked(packed, tagToldWhen, s.ToldWhen)
	for i := range products {
		packed = AppendPacked(packed, uint64(products[i].ID)+firstProductTag, numberValue(s.Products[products[i].ID]))
	}
	return packed
}

func numberValue(n int64) Value {
	if n == 0 {
		return ""
	}
	return Value(strconv.FormatInt(n, 10))
}

// The causes of a change (contract, section 5, and the seed's record).
const (
	CauseSegmentation = "Segmentation"
	CauseManual       = "Manual"
	CauseMirror       = "Mirror" // it was gone on the server that the account follows
)

// StatusRow is one callflow customer as it is stored, with its customer's card:
// what a record is rendered from. The byte slices are valid until the row's batch is reused.
type StatusRow struct {
	CampaignID int64
	Number     int64
	CustomerID []byte
	Card       []byte
	StateID    int64
	Seq        int64
	Attempts   int64 // 0 before the first attempt
	ChangedAt  int64
	DueAt      int64
	Status     []byte

	// Where one row alone is read, to be moved:
	CallbackUserID int64
	NoNumber       bool // the customer has none that can be called
}

// Standing is the row as the rules see it.
func (row *StatusRow) Standing() Standing {
	standing := Standing{
		StateID: row.StateID, Attempts: row.Attempts, ChangedAt: row.ChangedAt, DueAt: row.DueAt, CallbackUserID: row.CallbackUserID,
	}
	standing.SetPacked(row.Status)
	standing.ToldWhen = "" // whatever moves it from here does so at a time of this account
	return standing
}

// SetPacked fills the status from its stored form.
func (s *Status) SetPacked(packed []byte) {
	*s = Status{Products: make(map[int64]int64)}
	for {
		tag, value, rest, ok := NextPacked(packed)
		if !ok {
			return
		}
		s.set(tag, Value(value))
		packed = rest
	}
}

func (s *Status) set(tag uint64, value Value) {
	switch tag {
	case tagUser:
		s.User = value.Text()
	case tagCause:
		s.Cause = value.Text()
	case tagAlternative:
		s.Alternative = value.Text()
	case tagComment:
		s.Comment = value.Text()
	case tagMeetingAgent:
		s.MeetingAgent = value.Text()
	case tagMeetingFrom:
		s.MeetingFrom, s.ToldFrom = value.number(), toldTime(value)
	case tagMeetingTo:
		s.MeetingTo, s.ToldTo = value.number(), toldTime(value)
	case tagToldWhen:
		s.ToldWhen = value
	default:
		if tag >= firstProductTag {
			s.Products[int64(tag-firstProductTag)] = value.number()
		}
	}
}

// toldTime is a time as another server writes it, "" where the value is one of this account's own.
func toldTime(value Value) Value {
	if value == "" || value[0] != '"' {
		return ""
	}
	return value
}
