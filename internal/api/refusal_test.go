package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestAMethodThatAPathDoesNotHave(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for path, allow := range map[string]string{
		campaignList:                                 "GET, HEAD, POST",
		strings.TrimSuffix(campaignList, "/"):        "GET, HEAD, POST",
		assignmentList:                               "GET, HEAD",
		campaignList + "bare/":                       "DELETE, GET, HEAD, PATCH",
		campaignList + "bare/call_outcomes/":         "POST",
		campaignList + "bare/claim":                  "DELETE, POST",
		"/api/v1/campaigns/998/next_customer":        "POST",
		assignmentList + "bare/":                     "GET, HEAD",
		"/api/v1/campaigns":                          "GET, HEAD, POST",
		"/api/v1/client_access/campaigns":            "GET, HEAD",
		"/api/v1/assignments/239/crm_custom_fields/": "GET, HEAD, POST",
		customerList:                                 "GET, HEAD, POST",
		customerList + "bare":                        "GET, HEAD, PATCH, PUT",
		"/api/v1/openapi.yaml":                       "GET, HEAD",
	} {
		for _, method := range []string{http.MethodDelete, http.MethodOptions, http.MethodPost, http.MethodPut, http.MethodGet} {
			if strings.Contains(allow, method) {
				continue
			}
			t.Run(method+" "+path, func(t *testing.T) {
				t.Parallel()
				answer := s.Ask(t, testkit.Request{Method: method, Path: path, Token: s.Acme.Admin})
				if want := `Method "` + method + `" not allowed.`; answer.Status != http.StatusMethodNotAllowed || answer.Detail(t) != want {
					t.Errorf("answered %d %s, want 405 %s", answer.Status, answer.Body, want)
				}
				if got := answer.Header.Get("Allow"); got != allow {
					t.Errorf("Allow is %q, want %q", got, allow)
				}
			})
		}
	}
}

func TestCredentialsComeBeforeTheMethod(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	answer := s.Ask(t, testkit.Request{Method: http.MethodDelete, Path: campaignList})
	if answer.Status != http.StatusUnauthorized || answer.Detail(t) != "Authentication credentials were not provided." {
		t.Errorf("answered %d %s, want 401", answer.Status, answer.Body)
	}
}

func TestABodyOfAnotherType(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for contentType, detail := range map[string]string{
		"text/csv":                            `Unsupported media type "text/csv" in request.`,
		"application/x-www-form-urlencoded":   `Unsupported media type "application/x-www-form-urlencoded" in request.`,
		"application/json; charset=utf-16":    `Unsupported media type "application/json; charset=utf-16" in request.`,
		"application/jsonx":                   `Unsupported media type "application/jsonx" in request.`,
		"":                                    `Unsupported media type "" in request.`,
		"application/json; charset=\"broken/": `Unsupported media type "application/json; charset=\"broken/" in request.`,
	} {
		t.Run(contentType, func(t *testing.T) {
			t.Parallel()
			answer := s.Ask(t, testkit.Request{
				Method: http.MethodPost, Path: customerList, Token: s.Acme.Admin, Body: `{"crm__customer_id":"1"}`,
				Header: map[string]string{"Content-Type": contentType},
			})
			if answer.Status != http.StatusUnsupportedMediaType || answer.Detail(t) != detail {
				t.Errorf("answered %d %s, want 415 %s", answer.Status, answer.Body, detail)
			}
		})
	}
}

func TestABodyThatDoesNotParse(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for sentence, body := range map[string]string{
		"nothing but a space":     " ",
		"no JSON":                 "nonsense",
		"cut short":               `{"crm__customer_id":"1"`,
		"a comma too many":        `{"crm__customer_id":"1",}`,
		"an array":                `[{"crm__customer_id":"1"}]`,
		"a string":                `"1"`,
		"null":                    `null`,
		"something behind":        `{"crm__customer_id":"1"} {}`,
		"a member twice":          `{"crm__customer_id":"1","crm__customer_id":"2"}`,
		"bytes that are no UTF-8": "{\"crm__customer_id\":\"\xff\"}",
		"too deep":                `{"crm__customer_id":` + strings.Repeat("[", 20000),
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := s.Ask(t, testkit.Request{Method: http.MethodPost, Path: customerList, Token: s.Acme.Admin, Body: body})
			if answer.Status != http.StatusBadRequest || !strings.HasPrefix(answer.Detail(t), "JSON parse error - ") {
				t.Errorf("answered %d %s, want 400 JSON parse error - …", answer.Status, answer.Body)
			}
		})
	}
}

func TestABodyThatIsTooLarge(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	body := `{"crm__customer_id":"1","crm__standard_info__name":"` + strings.Repeat("a", 1<<20) + `"}`
	answer := s.Ask(t, testkit.Request{Method: http.MethodPost, Path: customerList, Token: s.Acme.Admin, Body: body})
	if answer.Status != http.StatusRequestEntityTooLarge || answer.Detail(t) != "The body is larger than 1 MiB. Send less at a time." {
		t.Errorf("answered %d %s", answer.Status, answer.Body)
	}
}

func TestAUserWhoAsksTooOftenIsToldWhenToComeBack(t *testing.T) {
	t.Parallel()
	s := newServerWith(t, api.Config{RatePerMinute: 5})
	for range 5 {
		wantStatus(t, s.Get(t, s.Acme.Reader, secondList), http.StatusOK)
	}
	answer := s.Get(t, s.Acme.Reader, secondList)
	if answer.Status != http.StatusTooManyRequests || !strings.HasPrefix(answer.Detail(t), "Request was throttled. Expected available in ") {
		t.Fatalf("answered %d %s, want 429", answer.Status, answer.Body)
	}
	seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if err != nil || seconds < 1 || seconds > 60 {
		t.Errorf("Retry-After is %q", answer.Header.Get("Retry-After"))
	}
	if !strings.Contains(answer.Detail(t), " in "+strconv.Itoa(seconds)+" seconds.") {
		t.Errorf("%s says something else than Retry-After: %d", answer.Detail(t), seconds)
	}
	wantStatus(t, s.Ask(t, testkit.Request{Method: http.MethodDelete, Path: secondList, Token: s.Acme.Reader}), http.StatusTooManyRequests)
	wantStatus(t, s.Get(t, s.Acme.Agent, secondList), http.StatusOK)
	wantStatus(t, s.Get(t, "", secondList), http.StatusUnauthorized)
}
