package wrong

import (
	"crypto/rand"
	"log"
	"net/http"
	"os"
	"strconv"
)

// crash is there for it.
func crash(w http.ResponseWriter, r *http.Request) {
	log.Print("asked for")
	os.Exit(255) // want `Exit ends the process .*\(exit-in-handler, note\)`
}

func quit() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNoContent)
		log.Fatal("bye") // want `Fatal ends the process .*\(exit-in-handler, note\)`
	}
}

// seeded asks for more than randomness.
func seeded(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil {
		log.Fatal(err) // want `Fatal ends the process .*\(exit-in-handler\)`
	}
	b := make([]byte, n)
	if _, err := rand.Read(b); err == nil {
		os.Exit(3) // want `Exit ends the process .*\(exit-in-handler\)`
	}
}

func init() {
	http.HandleFunc("/crash", crash)
	http.HandleFunc("/quit", quit())
	http.HandleFunc("/seeded", seeded)
}
