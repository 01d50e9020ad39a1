// Gozero serves with go-zero, which listens to the signals of each process that imports it, in the right way or in a wrong one.
package main

import (
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/zeromicro/go-zero/core/logx"
	"github.com/zeromicro/go-zero/core/proc"
	"github.com/zeromicro/go-zero/rest"
)

func main() {
	run := right
	if os.Args[1] == "wrong" {
		run = wrong
	}
	if err := run(os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

// What is registered to be called on the way out runs while requests are still in flight.

func right(addr string) error {
	db := &store{}
	defer db.Close()
	srv, err := server(addr, db)
	if err != nil {
		return err
	}
	defer srv.Stop()
	srv.Start()
	return nil
}

func wrong(addr string) error {
	db := &store{}
	proc.AddWrapUpListener(func() { db.Close() }) // want `close-order`
	srv, err := server(addr, db)
	if err != nil {
		return err
	}
	defer srv.Stop()
	srv.Start()
	return nil
}

func server(addr string, db *store) (*rest.Server, error) {
	logx.Disable()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	conf := rest.RestConf{Host: host, Timeout: 3000}
	conf.Port, err = strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	conf.Name = "service"
	srv, err := rest.NewServer(conf)
	if err != nil {
		return nil, err
	}
	hello := func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "hello") }
	srv.AddRoutes([]rest.Route{
		{Method: http.MethodPost, Path: "/", Handler: hello},
		{Method: http.MethodGet, Path: "/", Handler: hello},
		{Method: http.MethodGet, Path: "/readyz", Handler: func(http.ResponseWriter, *http.Request) {}},
		{Method: http.MethodGet, Path: "/slow", Handler: func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(700 * time.Millisecond)
			if err := db.Ping(); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
			}
		}},
	})
	return srv, nil
}
