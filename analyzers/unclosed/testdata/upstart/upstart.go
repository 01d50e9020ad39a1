// Package upstart opens what a program needs when it comes up; its callers are elsewhere.
package upstart

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"
)

type Server struct {
	handler http.Handler
	pid     string
}

// Run serves until it is told to stop: when it returns early, the program does not come up.
func (s *Server) Run(addr string) error {
	l, err := net.Listen("tcp", addr) // want `l, the listener of net\.Listen, is not closed on every path.* \(conn-unclosed, note\)`
	if err != nil {
		return err
	}
	if err := s.writePID(); err != nil {
		return err
	}
	go log.Print(http.Serve(l, s.handler))
	return nil
}

// writePID is called by nobody but Run.
func (s *Server) writePID() error {
	f, err := os.Create(s.pid) // want `f, the file of os\.Create, is never closed.* \(file-unclosed, note\)`
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, "1")
	return err
}

var debug, failures io.Writer

// InitLogging is called when the program comes up.
func InitLogging(dir string, json bool) {
	file, err := os.Create(dir + "/debug.log") // want `\(file-unclosed, note\)`
	if err != nil {
		log.Print(err)
	}
	if json {
		debug = file
	}
}

// Reload sets the logs up anew: SetupLogs runs at each signal.
func Reload(signals chan os.Signal) {
	for range signals {
		SetupLogs("logs")
	}
}

func SetupLogs(dir string) {
	file, err := os.Create(dir + "/errors.log") // want `file, the file of os\.Create, is not closed on every path.* \(file-unclosed\)`
	if err != nil {
		log.Print(err)
	}
	if dir != "" {
		failures = file
	}
}

// Initialize runs whenever a file of the configuration has changed.
func Initialize(name string) error {
	f, err := os.Open(name) // want `f, the file of os\.Open, is never closed.* \(file-unclosed\)`
	if err != nil {
		return err
	}
	return json.NewDecoder(f).Decode(&config)
}

var config struct{ Name string }

func Watch(watcher interface{ OnChange(func()) }) {
	watcher.OnChange(func() { _ = Initialize("config.json") })
}

// InitUpload begins with one of many.
func InitUpload(id string) error {
	f, err := os.Create(id) // want `f, the file of os\.Create, is never closed.* \(file-unclosed\)`
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// Read is called for whatever there is to read.
func Read(name string) ([]byte, error) {
	f, err := os.Open(name) // want `f, the file of os\.Open, is never closed.* \(file-unclosed\)`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// Setup is a handler, whatever it is called.
func Setup(w http.ResponseWriter, r *http.Request) {
	f, err := os.Open(r.URL.Path) // want `f, the file of os\.Open, is never closed.* \(file-unclosed\)`
	if err != nil {
		return
	}
	_, _ = io.Copy(w, f)
}

// Tunnel serves the streams of one connection.
func Tunnel(conn net.Conn, streams net.Listener) error {
	up, err := net.Dial("tcp", "upstream:80") // want `up, the connection of net\.Dial, is never closed.* \(conn-unclosed\)`
	if err != nil {
		return err
	}
	if _, err := up.Write([]byte("hello")); err != nil {
		return err
	}
	return http.Serve(streams, nil)
}

// Listen is called by a package that nobody sees here, for each address once.
func Listen(addr, greeting string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr) // want `l, the listener of net\.Listen, is not closed on every path.* \(conn-unclosed, note\)`
	if err != nil {
		return nil, err
	}
	if greeting == "" {
		return nil, errors.New("no greeting")
	}
	return greeter{l, greeting}, nil
}

type greeter struct {
	net.Listener
	greeting string
}

// Retry listens again and again.
func Retry(addr string) {
	for {
		if err := listen(addr); err != nil {
			time.Sleep(time.Second)
		}
	}
}

func listen(addr string) error {
	l, err := net.Listen("tcp", addr) // want `l, the listener of net\.Listen, is not closed on every path.* \(conn-unclosed\)`
	if err != nil {
		return err
	}
	if addr == "" {
		return errors.New("no address")
	}
	return http.Serve(l, nil)
}

// Command is what the program is called for, whoever makes it.
func Command() *cobra.Command {
	return &cobra.Command{RunE: func(*cobra.Command, []string) error { return migrate("plan") }}
}

var root = &cobra.Command{RunE: func(*cobra.Command, []string) error { return migrate("all") }}

func migrate(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}
