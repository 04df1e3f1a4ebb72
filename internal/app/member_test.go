package app

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"callflow"
)

func objectOf(members int) string {
	var text strings.Builder
	text.WriteString("{")
	for i := range members {
		if i > 0 {
			text.WriteString(",")
		}
		fmt.Fprintf(&text, "%q:1", fmt.Sprintf("navn%d", i))
	}
	return text.String() + "}"
}

func TestAnObjectOfMoreMembersThanAnythingHasIsRefusedUnread(t *testing.T) {
	t.Parallel()
	if members, err := ParseObject([]byte(objectOf(mostMembers))); err != nil || len(members) != mostMembers {
		t.Errorf("as many as may be give %d and %v", len(members), err)
	}
	rest := strings.Repeat("nothing that is JSON", 100) // it is not read as far as here
	text := strings.TrimSuffix(objectOf(mostMembers+1), "}") + "," + rest
	if _, err := ParseObject([]byte(text)); !strings.Contains(callflow.ErrorText(err), "at most 5000 members") {
		t.Errorf("one more gives %v", err)
	}
}

func TestOfManyUnknownMembersTheFirstAreTold(t *testing.T) {
	t.Parallel()
	members, err := ParseObject([]byte(objectOf(mostMembers)))
	if err != nil {
		t.Fatal(err)
	}
	b := newBody("A client", members, time.UTC)
	b.text("name")
	_ = b.err()
	if len(*b.wrong) != mostUnknown {
		t.Errorf("%d of them are told, want %d", len(*b.wrong), mostUnknown)
	}
}

func TestOfManyMembersThatNoCustomerHasTheFirstAreTold(t *testing.T) {
	t.Parallel()
	members, err := ParseObject([]byte(objectOf(mostMembers)))
	if err != nil {
		t.Fatal(err)
	}
	var wrong *callflow.Error
	if err := applyMembers(&callflow.Customer{}, nil, members); !errors.As(err, &wrong) || len(wrong.Fields) != mostWrong {
		t.Errorf("they give %v", callflow.ErrorText(err))
	}
}
