package drill

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
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

	// PID is the number of a process that runs already, and is stopped instead of one
	// that the drill starts. It is only watched: its output, its exit status and its
	// goroutines are for whoever has started it, and if it outlives Budget it is left
	// alone.
	PID int

	// Addr is a loopback address and port, or "unix:" and the path of a socket. Empty
	// means a free port.
	Addr string
	// ReadyAddr is where the readiness probe is answered. Empty means at Addr.
	ReadyAddr string

	// TLS has everything sent over TLS; whose certificate it is is not asked. HTTP2
	// has it sent by HTTP/2, without TLS with prior knowledge.
	TLS, HTTP2 bool

	// GRPC has the probe ask grpc.health.v1.Health, and the ordinary requests be unary
	// calls, with an empty message, of the method that Path names; empty means that
	// of the probe. It implies HTTP2.
	GRPC bool

	// Method is that of ordinary requests. Empty means POST on pooled connections
	// and GET on new ones. Unless it is GET or HEAD they have Body, or "drill".
	Method, Body string
	Header       http.Header // added to each request, and to the probe

	Ready  string // path of the readiness probe; empty means /readyz
	Path   string // path of ordinary requests, by POST and GET; empty means /
	Slow   string // path of a request that takes a while; empty: none is sent
	Event  string // path of a stream of server-sent events; empty: none is opened
	Hijack string // path of a WebSocket; empty: none is opened

	// Direct sends the traffic past the load balancer, until it is refused.
	Direct bool

	// Signal is what stops the service; nil means SIGTERM.
	Signal os.Signal
	// Stop is a command that stops it instead, such as docker stop. It is expected to
	// do what SIGTERM does, and the budget counts from its start. {addr}, {port} and
	// {pid} are replaced in it.
	Stop []string
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
	switch {
	case s.PID == 0 && len(s.Command) == 0:
		return s, errors.New("no command to start the service with")
	case s.PID != 0 && len(s.Command) > 0:
		return s, errors.New("a process that runs already needs no command")
	case s.PID != 0 && (s.PID < 2 || s.PID == os.Getpid()):
		return s, fmt.Errorf("process %d is not for a drill to stop", s.PID)
	case s.PID != 0 && s.Addr == "":
		return s, errors.New("where does the process listen?")
	case s.PID != 0 && s.Early > 0:
		return s, errors.New("a process that runs already is past its start-up")
	}
	if s.Addr == "" {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return s, fmt.Errorf("no free port: %w", err)
		}
		s.Addr = l.Addr().String()
		l.Close()
	}
	if s.GRPC {
		s.HTTP2, s.Method, s.Body = true, http.MethodPost, emptyMessage
		s.Ready, s.Path = cmp.Or(s.Ready, healthCheck), cmp.Or(s.Path, healthCheck)
		s.Header = s.Header.Clone()
		if s.Header == nil {
			s.Header = make(http.Header)
		}
		s.Header.Set("Content-Type", "application/grpc")
		s.Header.Set("TE", "trailers")
	}
	s.ReadyAddr = cmp.Or(s.ReadyAddr, s.Addr)
	port, err := local(s.Addr)
	if err == nil {
		_, err = local(s.ReadyAddr)
	}
	if err != nil {
		return s, err
	}
	if s.Hijack != "" && s.HTTP2 {
		return s, errors.New("WebSockets are opened by HTTP/1 only")
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
	s.Body = cmp.Or(s.Body, "drill")
	s.Stop = replaceAll(fill, s.Stop)
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

// local rejects the addresses of others, and returns the port.
func local(addr string) (port string, err error) {
	if strings.HasPrefix(addr, unix) {
		return "", nil
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("address %q: %w", addr, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", fmt.Errorf("address %q is no loopback address; a drill sends traffic to nobody else", addr)
	}
	return port, nil
}

// unix begins the address of a socket in the file system.
const unix = "unix:"

// dial connects to an address of the service.
func dial(ctx context.Context, addr string) (net.Conn, error) {
	network := "tcp"
	if path, ok := strings.CutPrefix(addr, unix); ok {
		network, addr = "unix", path
	}
	return new(net.Dialer).DialContext(ctx, network, addr)
}

// transport returns what sends the requests to addr.
func (s Service) transport(addr string, keepAlive bool) *http.Transport {
	var protocols http.Protocols
	protocols.SetHTTP1(!s.HTTP2)
	protocols.SetHTTP2(s.HTTP2 && s.TLS)
	protocols.SetUnencryptedHTTP2(s.HTTP2 && !s.TLS)
	return &http.Transport{
		DisableKeepAlives:   !keepAlive,
		MaxIdleConnsPerHost: 1,
		Protocols:           &protocols,
		TLSClientConfig:     &tls.Config{InsecureSkipVerify: true},
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			begin := time.Now() // who is late learns late that it is connected
			c, err := dial(ctx, addr)
			if err != nil {
				return nil, err
			}
			return &speaker{Conn: c, begin: begin}, nil
		},
	}
}

// request makes a request to addr.
func (s Service) request(ctx context.Context, method, addr, path string, body io.Reader) (*http.Request, error) {
	scheme := "http://"
	if s.TLS {
		scheme = "https://"
	}
	if strings.HasPrefix(addr, unix) {
		addr = "localhost"
	}
	req, err := http.NewRequestWithContext(ctx, method, scheme+addr+path, body)
	if err != nil {
		return nil, err
	}
	maps.Copy(req.Header, s.Header)
	req.Host = s.Header.Get("Host") // empty means that of the URL
	return req, nil
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
