package main

import (
	"os"
	"os/signal"
	"testing"
)

func TestSignal(t *testing.T) {
	c := make(chan os.Signal)
	signal.Notify(c, os.Interrupt, os.Kill)
	<-c
}
