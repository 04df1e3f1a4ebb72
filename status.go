package callflow

import "strconv"

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
	packed = AppendPacked(packed, tagMeetingFrom, numberValue(s.MeetingFrom))
	packed = AppendPacked(packed, tagMeetingTo, numberValue(s.MeetingTo))
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
)

// StatusRow is one callflow customer as it is stored, with its customer's card:
// what a record is rendered from. The byte slices are valid until the row's batch is reused.
type StatusRow struct {
	CampaignID  int64
	Number      int64
	CustomerID  []byte
	CustomerSeq int64
	Card        []byte
	StateID     int64
	Seq         int64
	Attempts    int64 // 0 before the first attempt
	ChangedAt   int64
	DueAt       int64
	Status      []byte
}
