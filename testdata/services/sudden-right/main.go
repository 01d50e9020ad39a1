// Command sudden survives what kills its wrong twin, and loses nothing.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
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
		if err := writeReport(os.Args[2]); err != nil {
			log.Fatal(err)
		}
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

func writeLines(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	if _, err := fmt.Fprintln(w, "first line"); err != nil {
		return err
	}
	return w.Flush()
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
	done := make(chan struct{})
	go func() {
		defer close(done)
		for job := range jobs {
			time.Sleep(100 * time.Millisecond)
			fmt.Fprintln(w, job)
		}
	}()
	stopped, stop := context.WithCancel(context.Background())
	jobs <- "first line"
	stop()
	<-stopped.Done()
	close(jobs)
	<-done
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
	e.Use(gin.RecoveryWithWriter(io.Discard))
	e.GET("/panic", func(c *gin.Context) { c.String(http.StatusOK, first(nil)) })
	e.GET("/upload", upload)
	e.GET("/exit", exit)
	e.GET("/healthz", func(c *gin.Context) { c.Status(http.StatusOK) })
	return e
}

func upload(c *gin.Context) {
	go func() {
		defer func() {
			if v := recover(); v != nil {
				log.Print(v)
			}
		}()
		var names []string
		fmt.Println(first(names))
	}()
	c.Status(http.StatusAccepted)
}

func exit(c *gin.Context) {
	if err := fail(); err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.Status(http.StatusOK)
}

func first(names []string) string { return names[0] }
