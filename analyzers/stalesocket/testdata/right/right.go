// Package right has sockets that the next process can listen on.
package right

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
)

const fixed = "/run/app.sock"

func removed() (net.Listener, error) {
	if err := os.Remove(fixed); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return net.Listen("unix", fixed)
}

type server struct{ socket, control string }

func (s *server) start() (net.Listener, error) {
	s.prepare()
	return net.Listen("unix", s.socket)
}

func (s *server) prepare() { _ = syscall.Unlink(s.socket) }

func (s *server) helper() (net.Listener, error) {
	if err := clear(s.control); err != nil {
		return nil, err
	}
	return net.Listen("unix", s.control)
}

func clear(name string) error { return os.RemoveAll(name) }

// Listen leaves that to its callers.
func Listen(name string) (net.Listener, error) { return net.Listen("unix", name) }

func temporary() (net.Listener, error) {
	dir, err := os.MkdirTemp("", "app")
	if err != nil {
		return nil, err
	}
	return net.Listen("unix", filepath.Join(dir, "app.sock"))
}

func numbered() (net.Listener, error) {
	return net.Listen("unix", fmt.Sprintf("/tmp/app-%d.sock", os.Getpid()))
}

func abstract() (net.Listener, error) { return net.Listen("unix", "@app") }

func other(network string) {
	_, _ = net.Listen("tcp", ":8080")
	_, _ = net.Listen(network, "/run/any.sock")
	_, _ = net.Dial("unix", "/run/theirs.sock")
}

var _ = []any{removed, (*server).start, (*server).helper, temporary, numbered, abstract, other}
