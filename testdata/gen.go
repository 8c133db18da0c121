//go:build ignore

// Command gen makes the files of testdata that are not written by hand:
//
//	go run ./testdata/gen.go -dir testdata
package main

import (
	"flag"
	"log"

	"github.com/tekil-id/tekil/internal/synth"
)

func main() {
	dir := flag.String("dir", "testdata", "the folder that holds cases.csv")
	flag.Parse()
	if err := synth.WriteSamples(*dir); err != nil {
		log.Fatal(err)
	}
}
