// Package closing ends what it is told of when the signal comes.
package closing

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// A List is what is to be closed.
type List struct {
	all  []func() error
	done chan struct{}
}

// At makes a list that is closed at SIGTERM.
func At(first ...io.Closer) *List {
	l := &List{done: make(chan struct{})}
	l.Append(first...)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		for _, c := range l.all {
			_ = c()
		}
		close(l.done)
	}()
	return l
}

// Append adds to the list.
func (l *List) Append(more ...io.Closer) {
	for _, m := range more {
		l.all = append(l.all, m.Close)
	}
}

// Done waits until all are closed.
func (l *List) Done() { <-l.done }

// A Stopper can be given time.
type Stopper interface {
	Shutdown(ctx context.Context) error
}

// Drain gives each of them time.
func Drain(ctx context.Context, all map[string]Stopper) {
	for _, s := range all {
		_ = s.Shutdown(ctx)
	}
}

// A Named has a name.
type Named interface{ Name() string }

// Log only asks for names.
func Log(all ...Named) {
	for _, n := range all {
		println(n.Name())
	}
}
