package wrong

import (
	"context"
	"database/sql"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"
)

type api struct {
	db    *sql.DB
	cache *redis.Client
	mail  interface {
		Send(ctx context.Context, to string) error
	}
}

func (a *api) inLiteral(w http.ResponseWriter, r *http.Request) {
	go func() { // want `r.Context\(\) ends when the handler returns, which does not wait for this goroutine: ExecContext fails or succeeds by chance \(request-context-in-goroutine\)`
		defer recoverAll()
		_, _ = a.db.ExecContext(r.Context(), "UPDATE visits SET n = n + 1")
	}()
	w.WriteHeader(http.StatusAccepted)
}

func (a *api) variable(w http.ResponseWriter, r *http.Request) {
	ctx := context.WithValue(r.Context(), key{}, "a")
	go func() { // want `ctx ends when the handler returns.*: Send fails`
		defer recoverAll()
		slog.InfoContext(ctx, "sending")
		_ = a.mail.Send(ctx, "a")
	}()
	w.WriteHeader(http.StatusAccepted)
}

type key struct{}

func (a *api) parameter(w http.ResponseWriter, r *http.Request) {
	go func(ctx context.Context) { // want `request-context-in-goroutine`
		defer recoverAll()
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		_ = a.cache.Incr(ctx, "visits")
	}(r.Context())
}

// The function that the goroutine runs hands its context on.
func (a *api) named(c *gin.Context) {
	go a.store(c.Request.Context(), "a") // want `c.Request.Context\(\) ends when the handler returns, which does not wait for this goroutine: store fails`
}

func (a *api) store(ctx context.Context, value string) {
	defer recoverAll()
	limited, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	a.insert(limited, value)
}

func (a *api) insert(ctx context.Context, value string) {
	if _, err := a.db.ExecContext(ctx, "INSERT INTO a VALUES (?)", value); err != nil {
		slog.ErrorContext(ctx, "insert", "err", err)
	}
}

// A copy of the context has the same request.
func (a *api) copied(c *gin.Context) {
	cp := c.Copy()
	go func() { // want `cp.Request.Context\(\) ends when the handler returns`
		defer recoverAll()
		a.insert(cp.Request.Context(), cp.Param("id"))
	}()
}

// The handler's own context ends even earlier.
func (a *api) deadline(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	go a.insert(ctx, r.PathValue("id")) // want `ctx ends when the handler returns`
}

func (a *api) helper(w http.ResponseWriter, r *http.Request) {
	safely(func() { // want `request-context-in-goroutine`
		a.insert(r.Context(), "b")
	})
}

var _ = []any{(*api).inLiteral, (*api).variable, (*api).parameter, (*api).named, (*api).copied, (*api).deadline, (*api).helper}
