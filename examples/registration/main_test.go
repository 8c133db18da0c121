package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

func TestRegistration(t *testing.T) {
	engine, err := tekil.Open("customers", &tekil.Options{Store: store.Options{FS: store.NewMemFS()}})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	server := httptest.NewServer(handler(engine))
	defer server.Close()
	post := func(body string) (answer, int) {
		t.Helper()
		r, err := http.Post(server.URL+"/customers", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		var a answer
		if r.StatusCode == http.StatusOK {
			if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
				t.Fatal(err)
			}
		}
		return a, r.StatusCode
	}
	first, _ := post(`{"source":"crm","id":"1","values":{"full_name":"Uğur Özmen","mobile":"0532 213 47 68"}}`)
	if first.Known || first.Entity == 0 {
		t.Errorf("a new customer: %+v", first)
	}
	again, _ := post(`{"source":"web","id":"7","values":{"full_name":"UGUR OZMEN","mobile":"+90 532 213 47 68"}}`)
	if !again.Known || again.Entity != first.Entity || again.Name != "Uğur Özmen" {
		t.Errorf("a known customer: %+v, was %+v", again, first)
	}
	for body, want := range map[string]int{`{`: http.StatusBadRequest, `{"id":"1"}`: http.StatusUnprocessableEntity} {
		if _, code := post(body); code != want {
			t.Errorf("%s: status %d, want %d", body, code, want)
		}
	}
}

// answer is what the endpoint says.
type answer struct {
	Entity record.EntityID `json:"entity_id"`
	Known  bool            `json:"known"`
	Name   string          `json:"name"`
}
