// Command registry hands its servers to a list of what is to be closed.
package main

import (
	"net"
	"net/http"

	"example.com/noshutdown/registry/closing"
	"example.com/noshutdown/registry/serving"
)

func main() {
	l, err := net.Listen("tcp", ":9090")
	if err != nil {
		panic(err)
	}
	web, rpc := serving.NewWeb(http.NewServeMux()), serving.NewRPC()
	list := closing.At(web, rpc)
	go func() {
		if err := web.Run(); err != http.ErrServerClosed {
			panic(err)
		}
	}()
	go func() {
		if err := rpc.Run(l); err != nil {
			panic(err)
		}
	}()
	list.Done()
	named(l)
}

// named only says the names of what it serves.
func named(l net.Listener) {
	web, rpc := serving.NewWeb(http.NewServeMux()), serving.NewRPC()
	closing.Log(web, rpc)
	go func() { _ = web.Run() }() // want `serve-no-shutdown`
	_ = rpc.Run(l)                // want `serve-no-shutdown`
}
