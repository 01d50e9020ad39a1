//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

func trapMore(c chan<- os.Signal) { signal.Notify(c, syscall.SIGTERM) }
