// Prompt is a command at a terminal.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		os.Exit(1)
	}
	ask()
	cancelled()
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

func cancelled() error {
	ctx, cancel := context.WithCancel(context.Background())
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	go func() { <-c; cancel() }()
	return run(ctx)
}
