// A service whose server, in another package, ends well, which is taken for a failure here.
package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"google.golang.org/grpc"

	"example.com/falsefatal/spread/logs"
	"example.com/falsefatal/spread/web"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	log := logs.New()
	s := web.New(log)
	switch os.Getenv("WAY") {
	case "logged":
		go func() {
			if err := s.Run(); err != nil { // want `s.Run returns http.ErrServerClosed after every Shutdown, which is taken for a failure` `the program waits for a signal and lives on without this server`
				log.Errorf("cannot serve: %v", err)
			}
		}()
	case "filtered":
		go func() {
			if err := s.Run(); err != nil && !errors.Is(err, http.ErrServerClosed) { // want
				log.Errorf("cannot serve: %v", err)
			}
		}()
	default:
		go func() {
			if err := s.Run(); err != nil { // want
				log.Infof("served: %v", err)
			}
		}()
	}
	rpc(log)
	<-ctx.Done()
	_ = s.Stop(limit)
}

func rpc(log logs.Logger) {
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		log.Errorf("%v", err)
		return
	}
	srv, other := grpc.NewServer(), grpc.NewServer()
	go func() {
		log.Infof("%v", srv.Serve(l))
		os.Exit(1)
	}()
	go func() {
		fatal(other.Serve(l)) // want `fatal ends the process with a failure after each orderly stop`
	}()
	go func() {
		srv.GracefulStop()
		other.GracefulStop()
	}()
}

func fatal(err error) {
	println(err)
	os.Exit(1)
}
