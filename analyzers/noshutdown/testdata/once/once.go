// Package once closes servers whose handlers send.
package once

import (
	"errors"
	"net/http"
	"os"
	"os/signal"
	"time"
)

func sends(codes chan<- string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { codes <- r.FormValue("code") }
}

// Login serves until the browser has come back.
func Login() (string, error) {
	codes := make(chan string)
	srv := &http.Server{Addr: "localhost:8085", Handler: sends(codes)}
	go srv.ListenAndServe() // want `only ever closed.*call Shutdown before it is closed \(serve-no-shutdown, note\)`
	defer func() { _ = srv.Close() }()
	select {
	case code := <-codes:
		return code, nil
	case <-time.After(time.Minute):
		return "", errors.New("nobody has come")
	}
}

// Collect works off what handlers send, for as long as it serves.
func Collect(work func(string)) {
	jobs := make(chan string)
	srv := &http.Server{Addr: ":8080", Handler: sends(jobs)}
	go srv.ListenAndServe() // want `only ever closed.*\(serve-no-shutdown\)`
	defer srv.Close()
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, os.Interrupt)
	for {
		select {
		case job := <-jobs:
			work(job)
		case <-quit:
			return
		}
	}
}

// Queue waits for a signal, while a goroutine works off what handlers send.
func Queue(work func(string)) {
	jobs := make(chan string)
	go func() { work(<-jobs) }()
	srv := &http.Server{Addr: ":8080", Handler: sends(jobs)}
	go srv.ListenAndServe() // want `only ever closed.*\(serve-no-shutdown\)`
	defer srv.Close()
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, os.Interrupt)
	<-quit
}
