// Command single opens what it needs once, and leaves it open when it fails.
package main

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	cmd := &cobra.Command{RunE: func(*cobra.Command, []string) error { return serve() }}
	cmd.AddCommand(tools(), named())
	cmd.AddCommand(&cobra.Command{Use: "latest", RunE: func(*cobra.Command, []string) error { return latest() }})
	cmd.AddCommand(&cobra.Command{Use: "all", RunE: func(_ *cobra.Command, args []string) error { return all(args) }})
	if err := cmd.Execute(); err != nil {
		os.Exit(1)
	}
	_ = visits().Visit(nil, nil)
	for _, name := range os.Args {
		_ = read(name)
		_ = local()
		_ = size(name)
	}
}

func serve() error {
	l, err := net.Listen("tcp", ":8080")
	if err != nil {
		return err
	}
	if err := check(); err != nil {
		return err
	}
	f, err := os.Create("pid")
	if err != nil {
		return err
	}
	if err := check(); err != nil {
		return err
	}
	f.Close()
	return l.Close()
}

func tools() *cobra.Command {
	return &cobra.Command{RunE: func(_ *cobra.Command, args []string) error {
		for _, name := range args {
			f, err := os.Open(name) // want `f, the file of os\.Open, is never closed`
			if err != nil {
				return err
			}
			f.Name()
		}
		return nil
	}}
}

// latest asks once for what the command was called for.
func latest() error {
	resp, err := http.Get("https://example.com/latest")
	if err != nil {
		return err
	}
	_, err = io.Copy(os.Stdout, resp.Body)
	return err
}

// all asks for each.
func all(names []string) error {
	for _, name := range names {
		resp, err := http.Get("https://example.com/" + name) // want `body-unclosed`
		if err != nil {
			return err
		}
		if _, err = io.Copy(os.Stdout, resp.Body); err != nil {
			return err
		}
	}
	return nil
}

// free asks for a local address, and is done with the connection.
func free() (net.Conn, error) {
	conn, err := net.Dial("udp", "192.0.2.1:53")
	if err != nil {
		return nil, err
	}
	return conn, conn.Close()
}

func opened(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	if err := check(); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func local() string {
	conn, err := free()
	if err != nil {
		return ""
	}
	return conn.LocalAddr().String()
}

func size(name string) int64 {
	f, err := opened(name) // want `f, the file of opened, is never closed`
	if err != nil {
		return 0
	}
	info, err := f.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

func named() *cobra.Command {
	cmd := &cobra.Command{Use: "named"}
	cmd.RunE = listen
	return cmd
}

func listen(*cobra.Command, []string) error {
	l, err := net.Listen("tcp", ":8081")
	if err != nil {
		return err
	}
	if err := check(); err != nil {
		return err
	}
	return l.Close()
}

type visitor struct {
	Visit func(*cobra.Command, []string) error
}

func visits() *visitor {
	v := &visitor{}
	v.Visit = func(*cobra.Command, []string) error {
		l, err := net.Listen("tcp", ":8082") // want `l, the listener of net\.Listen, is not closed on every path`
		if err != nil {
			return err
		}
		if err := check(); err != nil {
			return err
		}
		return l.Close()
	}
	return v
}

func read(name string) error {
	f, err := os.Open(name) // want `f, the file of os\.Open, is not closed on every path`
	if err != nil {
		return err
	}
	if err := check(); err != nil {
		return err
	}
	return f.Close()
}

func check() error { return errors.New("no") }
