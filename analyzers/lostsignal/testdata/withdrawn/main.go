// Withdrawn is a service with a command that asks for a password, as if at a terminal; who waits for signals otherwise
// stands in a package above.
package withdrawn

import (
	"fmt"
	"net/http"
	"os"
	"os/signal"
)

func Serve() error { return http.ListenAndServe(":8080", nil) }

func Password() (answer string) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	defer signal.Stop(c)
	go func() {
		<-c
		os.Exit(1)
	}()
	fmt.Scanln(&answer)
	return answer
}

func Worker(work func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt) // want `signal-no-sigterm`
	defer signal.Stop(c)
	go work()
	go func() {
		<-c
		println("tidying up")
		os.Exit(1)
	}()
}

func Cancel(cancel func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt) // want `signal-no-sigterm`
	go func() {
		<-c
		cancel()
	}()
}

func Wait() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt) // want `signal-no-sigterm`
	defer signal.Stop(c)
	<-c
}
