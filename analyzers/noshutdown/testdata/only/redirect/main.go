// Command redirect sends those who come without TLS to where there is TLS.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	srv := &http.Server{Addr: ":8443"}
	done := make(chan bool)
	go func() {
		go func() {
			log.Print(http.ListenAndServe(":8000", http.NotFoundHandler())) // want `\(serve-no-shutdown, note\)`
		}()
		log.Print(srv.ListenAndServeTLS("cert.pem", "key.pem"))
		done <- true
	}()
	go toTLS()
	go sometimes()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	<-stop
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	srv.Shutdown(ctx)
	<-done
}

func toTLS() {
	http.ListenAndServe(":8080", redirect("8443"))                // want `\(serve-no-shutdown, note\)`
	http.ListenAndServe(":8081", http.HandlerFunc(redirectPlain)) // want `\(serve-no-shutdown, note\)`
}

func redirect(port string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		target := "https://" + r.Host + ":" + port + r.URL.Path
		http.Redirect(w, r, target, http.StatusTemporaryRedirect)
	}
}

func redirectPlain(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "https://"+r.Host+r.URL.Path, http.StatusMovedPermanently)
}

func sometimes() {
	http.ListenAndServe(":8082", http.HandlerFunc(site)) // want `\(serve-no-shutdown\)`
}

func site(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/old" {
		http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		return
	}
	w.Write([]byte("hello"))
}
