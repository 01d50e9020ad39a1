// Command sudden dies, or loses what it has written, in six ways.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"github.com/gin-gonic/gin"
)

func main() {
	switch os.Args[1] {
	case "report":
		writeReport(os.Args[2])
	case "lines":
		if err := writeLines(os.Args[2]); err != nil {
			log.Fatal(err)
		}
	case "work":
		work(os.Args[2])
	default:
		serve(os.Args[1])
	}
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
		log.Fatal(err) // want `log\.Fatal ends the process .* w\.Flush never runs.*\(exit-skips-defer\)`
	}
}

func fail() error { return errors.New("no second line") }

func writeLines(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f) // want `nothing flushes w.*\(unflushed-telemetry\)`
	_, err = fmt.Fprintln(w, "first line")
	return err
}

func work(name string) {
	f, err := os.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	jobs := make(chan string)
	go func() { // want `nobody waits for this goroutine.*\(worker-not-awaited, note\)`
		for job := range jobs {
			time.Sleep(100 * time.Millisecond)
			fmt.Fprintln(w, job)
		}
	}()
	stopped, stop := context.WithCancel(context.Background())
	jobs <- "first line"
	stop()
	<-stopped.Done()
}

// serve sends a request to path, and then asks whether the service is still there.
func serve(path string) {
	srv := httptest.NewServer(engine())
	defer srv.Close()
	for _, path := range []string{path, "/healthz"} {
		if path == "/healthz" {
			time.Sleep(100 * time.Millisecond) // what the first request has started comes to its end
		}
		resp, err := http.Get(srv.URL + path)
		if err != nil {
			fmt.Println(path, "no answer")
			continue
		}
		resp.Body.Close()
		fmt.Println(path, resp.StatusCode)
	}
}

func engine() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.GET("/panic", func(c *gin.Context) { c.String(http.StatusOK, first(nil)) })
	e.GET("/upload", upload)
	e.GET("/exit", exit)
	e.GET("/healthz", func(c *gin.Context) { c.Status(http.StatusOK) })
	return e
}

func upload(c *gin.Context) {
	go func() { // want `has no recover.*\(goroutine-panic, note\)`
		var names []string
		fmt.Println(first(names))
	}()
	c.Status(http.StatusAccepted)
}

func exit(c *gin.Context) {
	if err := fail(); err != nil {
		log.Fatal(err) // want `Fatal ends the process while a request is served.*\(exit-in-handler\)`
	}
	c.Status(http.StatusOK)
}

func first(names []string) string { return names[0] }
