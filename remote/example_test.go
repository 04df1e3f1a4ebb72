package remote_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"callflow/remote"
)

// serveExample is a server with two pages of a campaign, as the vendor would tell them.
func serveExample() *httptest.Server {
	pages := map[string]string{
		"": `{"count": 2, "next": "http://%s/api/v1/campaigns/998/callflow_customers/?page=2", "previous": null,
			"results": [{"crm__customer_id": "481846", "callflow__callstate__name": "Ready"}]}`,
		"2": `{"count": 2, "next": null, "previous": "http://%s/api/v1/campaigns/998/callflow_customers/",
			"results": [{"crm__customer_id": "481853", "callflow__callstate__name": "Booked"}]}`,
	}
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Token secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if r.URL.Path == "/api/v1/campaigns" {
			_, _ = fmt.Fprint(w, `[{"campaign__id": 998, "campaign__name": "Renewals", "assignment__id": 239, "campaign__is_active": true}]`)
			return
		}
		_, _ = fmt.Fprintf(w, pages[r.URL.Query().Get("page")], r.Host)
	}))
}

func ExampleClient_Records() {
	server := serveExample()
	defer server.Close()
	client, err := remote.New(server.URL, remote.Options{Token: "secret"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for record, err := range client.Records(context.Background(), remote.List{CampaignID: 998}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		id, _ := record.Text("crm__customer_id")
		state, _ := record.Text("callflow__callstate__name")
		fmt.Println(id, state)
	}
	// Output:
	// 481846 Ready
	// 481853 Booked
}

func ExampleClient_Campaigns() {
	server := serveExample()
	defer server.Close()
	client, err := remote.New(server.URL, remote.Options{Token: "secret"})
	if err != nil {
		fmt.Println(err)
		return
	}
	campaigns, err := client.Campaigns(context.Background(), true)
	if err != nil {
		fmt.Println(err)
		return
	}
	described, err := client.Describe(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(campaigns[0].Name, described.Generation, described.Callflow)
	// Output: Renewals 2019 false
}

func ExampleNew_wrongToken() {
	server := serveExample()
	defer server.Close()
	client, err := remote.New(server.URL, remote.Options{Token: "stolen"})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Campaigns(context.Background(), false)
	fmt.Println(err != nil)
	// Output: true
}
