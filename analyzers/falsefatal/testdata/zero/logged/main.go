// Logged logs why it cannot serve, and ends well.
package main

import (
	"errors"
	"log"
	"net/http"
)

func main() {
	if err := http.ListenAndServe(":8080", nil); err != nil && !errors.Is(err, http.ErrServerClosed) { // want `main returns with status 0 when http.ListenAndServe cannot serve: systemd, Compose and Kubernetes take the program for done, and restart: on-failure leaves it down.*\(exit-zero\)`
		log.Println("cannot serve:", err)
	}
}
