// A command that closes what it has opened, before it serves and when it does not.
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/closeorder/spread/store"
	"example.com/closeorder/spread/web"
)

func main() {
	if len(os.Args) > 1 {
		migrate()
		return
	}
	migrate() // with a database of its own, closed before serving begins
	users, err := store.Open("")
	if err != nil {
		log.Fatal(err)
	}
	srv := web.New(nil)
	failed := make(chan error, 1)
	go func() { failed <- srv.Run() }()
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, syscall.SIGTERM)
	select {
	case <-sigs:
	case err := <-failed:
		_ = users.Close() // there is nothing left to drain
		log.Fatal(err)
	}
	limit, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := srv.Stop(limit); err != nil {
		log.Print(err)
	}
	_ = users.Close()
	migrate()
}

func migrate() {
	users, err := store.Open("")
	if err != nil {
		log.Fatal(err)
	}
	if err := users.Close(); err != nil {
		log.Print(err)
	}
}
