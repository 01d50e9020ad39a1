package main

import (
	"bufio"
	"log"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	if m.Run() != 0 {
		log.Fatal("failed")
	}
}
