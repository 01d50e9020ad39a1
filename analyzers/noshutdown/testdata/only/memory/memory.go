// Package memory serves to its own process.
package memory

import (
	"net"
	"net/http"

	"google.golang.org/grpc"
	"google.golang.org/grpc/test/bufconn"
)

// A pipe hands over connections.
type pipe struct{ conns chan net.Conn }

func (p *pipe) Accept() (net.Conn, error) { return <-p.conns, nil }
func (p *pipe) Close() error              { return nil }
func (p *pipe) Addr() net.Addr            { return nil }

// A keepAlive is around a real one.
type keepAlive struct{ *net.TCPListener }

// A Plugin serves what it is handed.
type Plugin struct {
	pipe *pipe
	srv  *http.Server
}

// Open serves.
func Open(h http.Handler) *Plugin {
	p := &Plugin{pipe: &pipe{make(chan net.Conn)}, srv: &http.Server{Handler: h}}
	go p.srv.Serve(p.pipe) // want `\(serve-no-shutdown, note\)`
	return p
}

// Close ends it.
func (p *Plugin) Close() error { return p.srv.Close() }

// Buffered serves to tests.
func Buffered() *grpc.ClientConn {
	l := bufconn.Listen(1 << 10)
	srv := grpc.NewServer()
	go srv.Serve(l) // want `\(serve-no-shutdown, note\)`
	return nil
}

// Real serves to everybody.
func Real(l *net.TCPListener, h http.Handler) error {
	srv := &http.Server{Handler: h}
	return srv.Serve(keepAlive{l}) // want `\(serve-no-shutdown\)`
}
