// Command rpc has a gRPC server and one for metrics, both in goroutines.
package main

import (
	"log"
	"net"
	"net/http"

	"google.golang.org/grpc"
)

func main() {
	l, err := net.Listen("tcp", ":9000")
	if err != nil {
		log.Fatal(err)
	}
	s := grpc.NewServer()
	go func() {
		log.Fatal(s.Serve(l)) // want `no GracefulStop of this server can be reached.*\(serve-no-shutdown\)`
	}()
	go metrics()
	select {}
}

func metrics() {
	http.ListenAndServe(":9090", nil) // want `\(serve-no-shutdown, note\)`
}
