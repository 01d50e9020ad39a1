// Package rtmp is another server, with queues of its own.
package rtmp

import "net"

// A Server serves streams.
type Server interface {
	ListenAndServe() error
	Close()
}

// A Queue holds packets.
type Queue struct{ packets []byte }

// Close lets its readers go.
func (q *Queue) Close() {}

type server struct {
	l      net.Listener
	queues []*Queue
}

// New makes one.
func New() Server { return &server{} }

func (s *server) ListenAndServe() error {
	l, err := net.Listen("tcp", ":1935")
	if err != nil {
		return err
	}
	s.l = l
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		c.Close()
	}
}

func (s *server) Close() {
	s.l.Close()
	for _, q := range s.queues {
		q.Close()
	}
}

// A Relay is a server, too.
type Relay struct{ queue *Queue }

// NewRelay makes one.
func NewRelay() *Relay { return &Relay{&Queue{}} }

// Serve serves.
func (r *Relay) Serve(l net.Listener) error { return l.Close() }

// Stop stops it.
func (r *Relay) Stop() { r.queue.Close() }

// A Buffer is none.
type Buffer struct{ queue *Queue }

// NewBuffer makes one.
func NewBuffer() *Buffer { return &Buffer{&Queue{}} }

// Close closes it.
func (b *Buffer) Close() { b.queue.Close() }
