package main

import (
	"context"
	"net"
	"os/exec"
	"testing"

	"example.com/noshutdown/autotls"
)

func main() {
	_ = build().Run(":8080")               // want `Run serves through an http.Server that nothing can shut down.*\(gin-run\)`
	_ = build().RunTLS(":8443", "c", "k")  // want `gin-run`
	_ = build().RunUnix("/run/app")        // want `gin-run`
	_ = build().RunFd(3)                   // want `gin-run`
	_ = build().RunQUIC(":8443", "c", "k") // want `gin-run`
	listener(nil)
	serve := build().Run // want `gin-run`
	_ = serve()
	_ = exec.Command("true").Run()
	hub{}.Run()
	_ = autotls.Run(context.Background(), build())
	new(testing.T).Run("name", func(*testing.T) {})
	r := build()
	go func() { _ = r.Run() }() // want `gin-run`
}

func listener(l net.Listener) {
	_ = build().RunListener(l) // want `gin-run`
}

type hub struct{}

func (hub) Run() {}
