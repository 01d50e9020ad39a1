// Command single opens what it needs once, and leaves it open when it fails.
package main

import (
	"errors"
	"net"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	cmd := &cobra.Command{RunE: func(*cobra.Command, []string) error { return serve() }}
	cmd.AddCommand(tools(), named())
	if err := cmd.Execute(); err != nil {
		os.Exit(1)
	}
	_ = visits().Visit(nil, nil)
	for _, name := range os.Args {
		_ = read(name)
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
