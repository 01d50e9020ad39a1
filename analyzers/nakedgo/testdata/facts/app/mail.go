package app

import (
	ctxpkg "context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"example.com/nakedgo/facts/mail"
)

type server struct{ mail *mail.Service }

func (s *server) leaves(w http.ResponseWriter, r *http.Request) {
	_ = s.mail.Leave(r.Context(), "a") // want `r.Context\(\) ends when the handler returns, but Leave leaves work with it to a goroutine \(facts/mail/mail.go:28\): that fails or succeeds by chance.*\(request-context-in-goroutine\)`
	_ = s.mail.Leave(r.Context(), "b") // the same goroutine
}

func (s *server) leavesDerived(c *gin.Context) {
	ctx, cancel := ctxpkg.WithTimeout(c.Request.Context(), time.Second)
	defer cancel()
	if err := s.mail.Through(ctx, "a"); err != nil { // want `ctx ends when the handler returns, but Through leaves work`
		c.Status(http.StatusInternalServerError)
	}
}

func (s *server) works(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	go s.mail.Store(ctx, "a") // want `ctx ends when the handler returns, which does not wait for this goroutine: Store fails`
	_ = s.mail.Store(ctx, "b")
	go s.mail.Leave(ctx, "c") // want `request-context-in-goroutine` `goroutine-panic`
}

// What only looks at a context, ends with it on purpose, or is waited for.
func (s *server) harmless(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	go s.mail.Log(ctx, "a")
	s.mail.Logs(ctx, "b")
	s.mail.Detached(ctx, "c")
	s.mail.Both(ctx)
	<-s.mail.Begin(ctx)
	s.mail.Watch(ctx)
	_ = s.mail.Through(ctxpkg.WithoutCancel(ctx), "d")
	_ = s.mail.Leave(ctxpkg.Background(), "e")
}

// A context that is made to be cancelled is to end.
func (s *server) untilItReturns(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := ctxpkg.WithCancel(r.Context())
	defer cancel()
	go s.mail.Store(ctx, "a")
	serve(w)
}

// A handler that stays for as long as the client does.
func (s *server) connection(w http.ResponseWriter, r *http.Request) {
	for {
		if !next(r) {
			return
		}
		go s.mail.Store(r.Context(), "a")
	}
}

func serve(w http.ResponseWriter) {}

func next(r *http.Request) bool { return r.ContentLength > 0 }

var _ = []any{(*server).leaves, (*server).leavesDerived, (*server).works, (*server).harmless, (*server).untilItReturns, (*server).connection}
