// A program that relies on the service to know how its server ends.
package main

import (
	"context"
	"log"

	"example.com/falsefatal/facts/service"
)

func main() {
	s := service.New()
	go func() {
		if err := s.Run(); err != nil {
			log.Fatal(err)
		}
	}()
	_ = s.Stop(context.Background())
}

func Careless() {
	s := service.New()
	go func() {
		if err := s.Serve(); err != nil {
			log.Fatal(err) // want `log.Fatal ends the process in the middle of the drain: s.Serve returns`
		}
	}()
	_ = s.Stop(context.Background())
}

func init() { Careless() }
