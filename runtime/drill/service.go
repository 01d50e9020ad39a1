package drill

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A Service says how to start a server, what to send to it, and what to expect.
type Service struct {
	// Command is the program and its arguments. In them and in Env, {addr} stands
	// for the address to listen at and {port} for its port.
	Command []string
	Env     []string // added to the environment, with PORT={port}
	Dir     string

	// Addr is a loopback address and port. Empty means a free one.
	Addr string

	Ready  string // path of the readiness probe; empty means /readyz
	Path   string // path of ordinary requests, by POST and GET; empty means /
	Slow   string // path of a request that takes a while; empty: none is sent
	Event  string // path of a stream of server-sent events; empty: none is opened
	Hijack string // path of a WebSocket; empty: none is opened

	// Direct sends the traffic past the load balancer, until it is refused.
	Direct bool

	// Signal is what stops the service; nil means SIGTERM.
	Signal os.Signal
	// Again sends the signal a second time, that long after the first. Zero: no.
	Again time.Duration
	// Early sends the signal that long after the start instead of after a second
	// of load, and sends no traffic. Being ended by the signal is then right, too:
	// a program may not have got as far as to handle it. Zero: no.
	Early time.Duration

	// Start, Load and Budget bound the start-up (10 s), the load before the signal
	// (500 ms), and the time from the signal to the exit (30 s, Kubernetes' default).
	Start, Load, Budget time.Duration

	// Status is the wanted exit status; if Again is set, 0 means 128+n.
	Status int

	// Log is told of the progress, a line at a time. Nil: nobody is.
	Log func(format string, args ...any)
}

// withDefaults fills in what is empty, and rejects what cannot be run.
func (s Service) withDefaults() (Service, error) {
	if len(s.Command) == 0 {
		return s, errors.New("no command to start the service with")
	}
	if s.Addr == "" {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return s, fmt.Errorf("no free port: %w", err)
		}
		s.Addr = l.Addr().String()
		l.Close()
	}
	host, port, err := net.SplitHostPort(s.Addr)
	if err != nil {
		return s, fmt.Errorf("address %q: %w", s.Addr, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return s, fmt.Errorf("address %q is no loopback address; a drill sends traffic to nobody else", s.Addr)
	}
	for _, path := range []string{s.Ready, s.Path, s.Slow, s.Event, s.Hijack} {
		if path != "" && path[0] != '/' {
			return s, fmt.Errorf("path %q does not begin with /", path)
		}
	}
	fill := strings.NewReplacer("{addr}", s.Addr, "{port}", port)
	s.Command = replaceAll(fill, s.Command)
	s.Env = append(replaceAll(fill, s.Env), "PORT="+port)
	s.Ready = cmp.Or(s.Ready, "/readyz")
	s.Path = cmp.Or(s.Path, "/")
	s.Start = cmp.Or(s.Start, 10*time.Second)
	s.Load = cmp.Or(s.Load, 500*time.Millisecond)
	s.Budget = cmp.Or(s.Budget, 30*time.Second)
	if s.Signal == nil {
		s.Signal = syscall.SIGTERM
	}
	if n, ok := s.Signal.(syscall.Signal); ok && s.Again > 0 && s.Status == 0 {
		s.Status = 128 + int(n)
	}
	return s, nil
}

// logOne makes Log take one line at a time, from whichever goroutine, and none
// once over was called: a testing.T must not be told of anything after its test.
func (s *Service) logOne() (over func()) {
	var mu sync.Mutex
	log := s.Log
	s.Log = func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		if log != nil {
			log(format, args...)
		}
	}
	return func() {
		mu.Lock()
		defer mu.Unlock()
		log = nil
	}
}

func replaceAll(r *strings.Replacer, list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, r.Replace(s))
	}
	return out
}
