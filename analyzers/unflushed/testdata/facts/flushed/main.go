// Package main leaves it to another package to flush sentry.
package main

import (
	"log"

	"example.com/unflushed/facts/flusher"
)

func main() {
	end, err := flusher.Init("https://example.com/1")
	if err != nil {
		log.Print(err)
	}
	defer end()
	flusher.New("https://example.com/2")
}
