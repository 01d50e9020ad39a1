// Endless stays for ever, whatever becomes of its server.
package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"
)

func main() {
	srv := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
	go func() {
		if err := srv.ListenAndServe(); err != nil && !errors.Is(err, http.ErrServerClosed) { // want `if srv.ListenAndServe cannot serve, nothing comes of its error: the program lives on and serves nothing.*\(bind-error-ignored\)`
			complain("serving", err)
		}
	}()
	go work()
	select {}
}

func work() {
	for {
		time.Sleep(time.Minute)
	}
}

func complain(doing string, err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", doing, err)
}
