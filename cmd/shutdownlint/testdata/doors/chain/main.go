package main

import (
	"log"
	"net/http"
	"time"

	"example.com/chain/b"
	"example.com/dep"
)

func main() {
	go chained()
	go careful()
	go careless()
	go stopped()
	go runner()
	log.Fatal(http.ListenAndServe(":6060", nil))
}

func chained() {
	srv := b.New()
	log.Fatal(b.Serve(srv))
}

func careful() {
	srv := &http.Server{Addr: ":1"}
	dep.Careful(srv)
	log.Fatal(srv.ListenAndServe())
}

func careless() {
	srv := &http.Server{Addr: ":2"}
	dep.Careless(srv)
	log.Fatal(srv.ListenAndServe())
}

func stopped() {
	srv := &http.Server{Addr: ":3", ReadTimeout: time.Second}
	defer dep.Stop(srv)
	log.Fatal(srv.ListenAndServe())
}

func runner() {
	r := &dep.Runner[int]{Server: &http.Server{Addr: ":4"}}
	defer r.Close()
	log.Fatal(r.Run())
}
