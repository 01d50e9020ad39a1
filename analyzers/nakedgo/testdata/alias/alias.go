// Package alias calls by other names.
package alias

import (
	. "log"
	web "net/http"

	"golang.org/x/sync/errgroup"
)

type service struct{ names []string }

func (s *service) save() { Print(s.names[0]) }

type api struct {
	*service
	group errgroup.Group
}

func (a *api) list(w web.ResponseWriter, r *web.Request) {
	go a.save() // want `and 3 more in this function.*goroutine-panic`
	save := a.save
	go save()
	go (a.service.save)()
	a.group.Go(a.try)
	Fatalln(pair()) // want `Fatalln ends the process .*exit-in-handler`
}

func (a *api) try() error { a.save(); return nil }

func pair() (int, error) { return 0, nil }

func generic[T any](vs []T, use func(T)) web.HandlerFunc {
	return func(web.ResponseWriter, *web.Request) {
		go each(vs, use) // want `goroutine-panic`
	}
}

func each[T any](vs []T, use func(T)) {
	for _, v := range vs {
		use(v)
	}
}

type logger struct{}

func (logger) Fatal(...any) {}

func shadowed(web.ResponseWriter, *web.Request) {
	log := logger{}
	log.Fatal("no")
}

var _ = []any{(*api).list, generic[int], shadowed}
