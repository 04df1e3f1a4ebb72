package demo

import (
	"time"

	"callflow"
)

// seedCustomer is the customer of the seed's example record, value by value.
func seedCustomer() *callflow.Customer {
	return &callflow.Customer{
		AssignmentID: assignmentID,
		CustomerID:   "481846",
		Name:         "STIORI BJØRR",
		Phone2:       "11223344",
		Email:        "ingen@epost.com",
		Updated:      "2016-02-22",
		UpdatedBy:    "admin",
		UpdateMethod: "import new",
		Custom: map[int64]callflow.Value{
			fieldStreet:       callflow.TextValue("PRESTEVN"),
			fieldHouse:        "375",
			fieldAge:          "38",
			fieldBorn:         callflow.TextValue("1979-09-27"),
			fieldTown:         callflow.TextValue("INGENMANNSLAND"),
			fieldSubscriber:   callflow.TextValue("923609016"),
			fieldFullName:     callflow.TextValue("STIORI BJØRR"),
			fieldCountry:      callflow.TextValue("LAND"),
			fieldCounty:       callflow.TextValue("FYLKE"),
			fieldAddress:      callflow.TextValue("PRESTEVN 375, 5555 INGENMANNSLAND FYLKE, KOMMUNE, LAND"),
			fieldStopped:      callflow.TextValue("2013-06-04"),
			fieldStarted:      callflow.TextValue("2012-06-15"),
			fieldExtra:        callflow.TextValue("Alder: 52 år"),
			fieldTitle:        callflow.TextValue("BT"),
			fieldLastTerm:     callflow.TextValue("4.0"),
			fieldSegment:      callflow.TextValue("Passive_210915_update"),
			fieldMunicipality: callflow.TextValue("KOMMUNE"),
			fieldSubscription: callflow.TextValue("Stoppet 2013-06-04, termin 4"),
			fieldZip:          callflow.TextValue("5555"),
		},
	}
}

// seedImportedAt is when the example's customer was written, milliseconds since
// 1970: the seed has the day alone.
func seedImportedAt(location *time.Location) int64 {
	return time.Date(2016, time.February, 22, 12, 0, 0, 0, location).UnixMilli()
}

// seedAddedAt is when the example's customer was put into its campaign.
func seedAddedAt(location *time.Location) int64 {
	return time.Date(2016, time.November, 7, 10, 38, 0, 0, location).UnixMilli()
}
