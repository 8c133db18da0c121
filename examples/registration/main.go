// Command registration is an HTTP endpoint for new customers: each registration
// is stored durably and answered with who it is, known or new.
//
//	go run ./examples/registration -store customers
//	curl -d '{"source":"web","id":"7","values":{"full_name":"Uğur Özmen","mobile":"0532 213 47 68"}}' localhost:8080/customers
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"log"
	"net/http"
	"os"
	"os/signal"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/record"
)

func main() {
	dir := flag.String("store", "customers", "directory of the store")
	addr := flag.String("addr", "localhost:8080", "address to listen on")
	flag.Parse()
	engine, err := tekil.Open(*dir, nil)
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	server := &http.Server{Addr: *addr, Handler: handler(engine)}
	go func() { <-ctx.Done(); server.Shutdown(context.Background()) }()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Print(err)
	}
	if err := engine.Close(); err != nil {
		log.Fatal(err)
	}
}

// registration is what a front end sends.
type registration struct {
	Source record.Source           `json:"source"`
	ID     record.ID               `json:"id"`
	Values map[record.Field]string `json:"values"`
}

// answer says who it is: Known is true where the entity had other records.
type answer struct {
	Entity record.EntityID `json:"entity_id"`
	Known  bool            `json:"known"`
	Name   string          `json:"name"`
}

func handler(engine *tekil.Engine) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /customers", func(w http.ResponseWriter, r *http.Request) {
		var in registration
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&in); err != nil {
			http.Error(w, "not a registration", http.StatusBadRequest)
			return
		}
		rec := record.Record{Key: record.Key{Source: in.Source, ID: in.ID}}
		for _, f := range record.Fields() { // in one order, whatever the map's
			if text := in.Values[f]; text != "" {
				rec.Values = append(rec.Values, record.Value{Field: f, Text: text})
			}
		}
		_, err := engine.Upsert(r.Context(), rec)
		if errors.Is(err, tekil.ErrBadRecord) {
			http.Error(w, "a registration needs a source and an id", http.StatusUnprocessableEntity)
			return
		}
		var who *tekil.Entity
		if err == nil {
			who, err = engine.EntityOf(r.Context(), rec.Key)
		}
		if err != nil {
			log.Print(err) // names the record, shows no values
			http.Error(w, "try again", http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(answer{who.ID, len(who.Members) > 1, who.Text(record.FullName)})
	})
	return mux
}
