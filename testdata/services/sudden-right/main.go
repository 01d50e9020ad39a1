// Command sudden writes its report although it fails, and survives a panic in a goroutine.
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
		if err := writeReport(os.Args[2]); err != nil {
			log.Fatal(err)
		}
		return
	}
	serve()
}

func writeReport(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	fmt.Fprintln(w, "first line")
	return fail()
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
		go func() {
			defer close(done)
			defer func() {
				if v := recover(); v != nil {
					log.Print(v)
				}
			}()
			var names []string
			fmt.Println(first(names))
		}()
		w.WriteHeader(http.StatusAccepted)
	}
}

func first(names []string) string { return names[0] }
