// Prompt is a command at a terminal.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		os.Exit(1)
	}
	ask()
	onlyExits(nil)
	ignores(nil)
	nested()
	progress(nil)
	cancelled()
}

func progress(done func() bool) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	defer signal.Stop(c)
	for !done() {
		select {
		case <-time.After(time.Second):
		case <-c:
			fmt.Println("going on without you")
			return
		}
	}
}

func run(ctx context.Context) error { return ctx.Err() }

func ask() (answer string) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	defer signal.Stop(c)
	go func() {
		<-c
		fmt.Println("never mind")
		os.Exit(1)
	}()
	fmt.Scanln(&answer)
	return answer
}

func nested() error {
	ctx, cancel := context.WithCancel(context.Background())
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	go func() {
		func() {
			defer func() { <-c }()
		}()
		cancel()
	}()
	return run(ctx)
}

func cancelled() error {
	ctx, cancel := context.WithCancel(context.Background())
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	go func() { <-c; cancel() }()
	return run(ctx)
}

func onlyExits(work func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	go func() {
		<-c
		fmt.Println("interrupted")
		os.Exit(0)
	}()
	go work()
	work()
}

func ignores(work func()) {
	signal.Notify(make(chan os.Signal, 1), os.Interrupt)
	go work()
	work()
}
