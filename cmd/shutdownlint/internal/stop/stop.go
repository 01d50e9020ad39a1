// Package stop ends the program as it should when a signal asks for it: what it has started ends first, and nothing that it writes
// is left half done.
package stop

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"time"
)

var (
	asked, ask = context.WithCancel(context.Background())
	holds      sync.RWMutex
)

// Listen begins to listen for signals. When one comes, last is called just before the program ends by that signal. A second one ends
// it at once.
func Listen(last func()) {
	var wanted []os.Signal
	for _, s := range signals {
		if !signal.Ignored(s) { // by nohup, for example
			wanted = append(wanted, s)
		}
	}
	if len(wanted) == 0 {
		return
	}
	came := make(chan os.Signal, 1)
	signal.Notify(came, wanted...)
	go func() {
		s := <-came
		signal.Reset(wanted...)
		Commands()
		last()
		die(s)
	}()
}

// Commands ends what the program has started, and lets it start nothing more: who is about to end calls it.
func Commands() {
	ask()
	holds.Lock()
	end()
}

// Asked is closed when a signal has come.
func Asked() <-chan struct{} { return asked.Done() }

// Hold puts off the end of the program until release is called. It does not return when a signal has come before.
func Hold() (release func()) {
	holds.RLock()
	if asked.Err() != nil {
		holds.RUnlock()
		select {}
	}
	return holds.RUnlock
}

// patience is for what has been told to end.
const patience = 5 * time.Second

// Command is exec.Command for a program that a signal ends too, with all that it has started. Whoever runs it holds the end of this
// program, so that there is nobody left of it.
func Command(name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(asked, name, args...)
	cmd.WaitDelay = patience
	together(cmd)
	return cmd
}
