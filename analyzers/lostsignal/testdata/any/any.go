// Package any asks for every signal.
package any

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
)

func wait() {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit) // want `quit gets every signal, .* \(signal-any\)`
	<-quit
}

func printed() {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit) // want `signal-any`
	s := <-quit
	log.Printf("got %v (%s)", s, s.String())
}

func inGoroutine(cancel func()) {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit) // want `signal-any`
	go func() {
		log.Println("signal", <-quit)
		cancel()
	}()
}

func inSelect(done chan struct{}) {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit) // want `signal-any`
	select {
	case <-quit:
	case <-done:
	}
}

func withContext() {
	ctx, stop := signal.NotifyContext(context.Background()) // want `ctx ends at every signal`
	defer stop()
	<-ctx.Done()
}

func switched() {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit)
	switch <-quit {
	case syscall.SIGTERM:
		os.Exit(0)
	}
}

func compared() {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit)
	for {
		if s := <-quit; s == syscall.SIGTERM {
			return
		}
	}
}

func comparedByName() bool {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit)
	return (<-quit).String() == "terminated"
}

func handedOn(p *os.Process) {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit)
	p.Signal(<-quit)
}

func goesOn() {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit)
	for s := range quit {
		fmt.Println(s)
	}
}

func loops() {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit)
	for {
		fmt.Println(<-quit)
	}
}
