// Endless hears of its server by way of a function, or ends.
package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"
)

var failures int

func main() {
	srv := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
	admin := &http.Server{Addr: ":8081", ReadHeaderTimeout: time.Second}
	go func() {
		if err := srv.ListenAndServe(); err != nil && !errors.Is(err, http.ErrServerClosed) {
			complain("serving", err)
		}
	}()
	go func() {
		if err := admin.ListenAndServe(); err != nil && !errors.Is(err, http.ErrServerClosed) {
			leave("serving", err)
		}
	}()
	for {
		time.Sleep(time.Minute)
		if failures > 0 {
			return
		}
	}
}

func complain(doing string, err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", doing, err)
	failures++
}

func leave(doing string, err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", doing, err)
	os.Exit(1)
}
