// Package wrong has sockets that a killed process leaves behind.
package wrong

import (
	"context"
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/gin-gonic/gin"
)

func constant(h http.Handler) error {
	l, err := net.Listen("unix", "/run/app.sock") // want `nobody removes the socket "/run/app.sock" before this: when the process was killed it is still there, and the next one cannot listen, for the address is already in use \(stale-socket, note\)`
	if err != nil {
		return err
	}
	return http.Serve(l, h)
}

var path = flag.String("socket", "", "where to listen")

func fromFlag(h http.Handler) error {
	l, err := net.Listen("unix", *path) // want `stale-socket`
	if err != nil {
		return err
	}
	defer os.Remove(*path) // only if it comes to this
	return http.Serve(l, h)
}

type config struct{ Dir, Socket string }

type server struct {
	config   config
	listener net.Listener
}

func (s *server) start(kind string) (err error) {
	switch kind {
	case "unix":
		s.listener, err = net.Listen("unix", s.config.Socket) // want `nobody removes the socket s.config.Socket`
	default:
		s.listener, err = net.Listen("tcp", ":8080")
	}
	return err
}

// Close removes the socket, if anybody calls it.
func (s *server) Close() error {
	err := s.listener.Close()
	os.Remove(s.config.Socket)
	return err
}

func listen(addr string) (net.Listener, error) {
	name := strings.TrimPrefix(addr, "unix:")
	var config net.ListenConfig
	l, err := config.Listen(context.Background(), "unix", name) // want `nobody removes the socket name`
	return l, err
}

func (s *server) joined() (net.Listener, error) {
	if l, err := listen("unix:" + s.config.Dir); err == nil {
		return l, nil
	}
	addr := &net.UnixAddr{Net: "unix", Name: filepath.Join(s.config.Dir, "app.sock")}
	return net.ListenUnix("unix", addr) // want `nobody removes the socket addr`
}

func run(engine *gin.Engine) {
	if err := engine.RunUnix("/run/gin.sock"); err != nil { // want `stale-socket`
		log.Print(err)
	}
}

var _ = []any{constant, fromFlag, (*server).start, (*server).joined, run}
