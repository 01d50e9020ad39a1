package output

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// Progress is a line on a terminal that says what is going on, once that takes longer than two seconds.
type Progress struct {
	w      io.Writer
	status func() string
	stop   chan struct{}
	once   sync.Once
	done   sync.WaitGroup
}

const (
	patience = 2 * time.Second
	interval = 200 * time.Millisecond
)

// StartProgress shows what status returns, if w is a terminal.
func StartProgress(w io.Writer, status func() string) *Progress {
	p := &Progress{w: w, status: status, stop: make(chan struct{})}
	if isTerminal(w) && capable() {
		p.done.Go(func() { p.run(patience, interval) })
	}
	return p
}

// Stop wipes the line. It may be called more than once.
func (p *Progress) Stop() {
	p.once.Do(func() { close(p.stop) })
	p.done.Wait()
}

func (p *Progress) run(patience, interval time.Duration) {
	const wipe = "\r\x1b[K"
	wait := time.NewTimer(patience)
	defer wait.Stop()
	for shown := ""; ; {
		select {
		case <-p.stop:
			if shown != "" {
				fmt.Fprint(p.w, wipe)
			}
			return
		case <-wait.C:
			if status := p.status(); status != shown {
				fmt.Fprint(p.w, wipe+"shutdownlint: "+status)
				shown = status
			}
			wait.Reset(interval)
		}
	}
}
