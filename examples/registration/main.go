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
	dir, addr := flag.String("store", "customers", "directory of the store"), flag.String("addr", "localhost:8080", "address to listen on")
	flag.Parse()
	engine, err := tekil.Open(*dir, nil)
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	server := &http.Server{Addr: *addr, Handler: handler(engine)}
	go func() { defer stop(); log.Print(server.ListenAndServe()) }()
	<-ctx.Done() // first let those under way finish, then close
	if err := errors.Join(server.Shutdown(context.Background()), engine.Close()); err != nil {
		log.Fatal(err)
	}
}

func handler(engine *tekil.Engine) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /customers", func(w http.ResponseWriter, r *http.Request) {
		var in struct { // json matches source, id and values whatever the case
			Source record.Source
			ID     record.ID
			Values map[record.Field]string
		}
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
		who, lost := engine.EntityOf(r.Context(), rec.Key)
		switch err := errors.Join(err, lost); {
		case errors.Is(err, tekil.ErrBadRecord):
			http.Error(w, "a registration needs a source and an id", http.StatusUnprocessableEntity)
		case err != nil:
			log.Print(err) // names the record, shows no values
			http.Error(w, "try again", http.StatusServiceUnavailable)
		default:
			w.Header().Set("Content-Type", "application/json")
			json.NewEncoder(w).Encode(map[string]any{"entity_id": who.ID, "known": len(who.Members) > 1, "name": who.Text(record.FullName)})
		}
	})
	return mux
}
