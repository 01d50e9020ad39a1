// Command sudden dies in two ways: at an error, without its report, and at a panic in a goroutine, with all its requests.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
)

func main() {
	if os.Args[1] == "report" {
		writeReport(os.Args[2])
		return
	}
	serve()
}

func writeReport(name string) {
	f, err := os.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	fmt.Fprintln(w, "first line")
	if err := fail(); err != nil {
		log.Fatal(err) // want `log\.Fatal ends the process .* w\.Flush is skipped.*\(exit-skips-defer\)`
	}
}

func fail() error { return errors.New("no second line") }

// serve answers one request of its own, so that no port is needed.
func serve() {
	panicked := make(chan struct{})
	w := httptest.NewRecorder()
	handler(panicked)(w, httptest.NewRequest("GET", "/", nil))
	<-panicked
	fmt.Println("served", w.Code)
}

func handler(done chan<- struct{}) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		go func() { // want `has no recover.*\(goroutine-panic, note\)`
			var names []string
			fmt.Println(first(names))
			close(done)
		}()
		w.WriteHeader(http.StatusAccepted)
	}
}

func first(names []string) string { return names[0] }
