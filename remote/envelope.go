package remote

import (
	"encoding/json"
	"strconv"
)

// page reads the envelope of a list: the records stay bytes.
func (a *answer) page() (*Page, error) {
	page := &Page{Count: -1, SyncToken: a.header.Get(syncTokenHeader), ETag: a.header.Get("ETag")}
	sound := true
	whole := eachMember(a.body, func(key, value []byte) bool {
		sound = page.member(textOf(key), value)
		return sound
	})
	if !whole || !sound || page.Results == nil || page.Count < 0 {
		return nil, a.unreadable("a page of a list")
	}
	return page, nil
}

// member takes one member of the envelope. false where it has another shape than the API's.
func (p *Page) member(key string, value []byte) bool {
	var err error
	switch key {
	case "count":
		p.Count, err = strconv.ParseInt(string(value), 10, 64)
	case "next":
		if string(value) != "null" {
			err = json.Unmarshal(value, &p.Next)
		}
	case "results":
		return p.split(value)
	case "sync_token":
		p.SyncToken = textOf(value)
	case "removed":
		err = json.Unmarshal(value, &p.Removed)
	case "removed_callflow_ids":
		err = json.Unmarshal(value, &p.RemovedCallflowIDs)
	}
	return err == nil
}

// split finds the records in the array.
func (p *Page) split(results []byte) bool {
	p.Results = results
	objects := true
	whole := eachElement(results, func(value []byte) bool {
		if objects = value[0] == '{'; objects {
			p.records = append(p.records, Record(value))
		}
		return objects
	})
	return whole && objects
}

// wantArray says what is wrong with an answer that is no bare list.
func (a *answer) wantArray() error {
	if eachElement(a.body, func([]byte) bool { return true }) {
		return nil
	}
	return a.unreadable("a list")
}
