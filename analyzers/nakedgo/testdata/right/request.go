package right

import (
	"context"
	"database/sql"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
)

type api struct {
	db   *sql.DB
	work context.Context
}

func (a *api) insert(ctx context.Context, value string) {
	defer protect()
	if _, err := a.db.ExecContext(ctx, "INSERT INTO a VALUES (?)", value); err != nil {
		slog.ErrorContext(ctx, "insert", "err", err)
	}
}

func (a *api) detached(w http.ResponseWriter, r *http.Request) {
	ctx := context.WithoutCancel(r.Context())
	go a.insert(ctx, "a")
	go a.insert(context.WithoutCancel(r.Context()), "b")
	go func() {
		defer protect()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), time.Second)
		defer cancel()
		a.insert(ctx, "c")
	}()
}

func (a *api) another(w http.ResponseWriter, r *http.Request) {
	go a.insert(context.Background(), "a")
	go a.insert(a.work, "b")
}

// Only the values of the context count.
func (a *api) values(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	go func() {
		defer protect()
		user, _ := ctx.Value(key{}).(string)
		slog.InfoContext(ctx, "later", "user", user, "name", name(ctx))
	}()
	go a.log(r.Context())
}

type key struct{}

func name(ctx context.Context) string { s, _ := ctx.Value(key{}).(string); return s }

func (a *api) log(ctx context.Context) {
	defer protect()
	slog.InfoContext(ctx, name(ctx))
}

func (a *api) waitsForIt(w http.ResponseWriter, r *http.Request) {
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		defer protect()
		defer group.Done()
		a.insert(r.Context(), "a")
	}()
	group.Wait()
}

func (a *api) takesTheFirst(c *gin.Context) {
	answers := make(chan error, 2)
	ctx := c.Request.Context()
	for range 2 {
		go func() {
			defer protect()
			_, err := a.db.ExecContext(ctx, "SELECT 1")
			answers <- err
		}()
	}
	if err := <-answers; err != nil {
		c.Status(http.StatusInternalServerError)
	}
}

// The goroutine is there for as long as the client is.
func (a *api) notices(w http.ResponseWriter, r *http.Request) {
	go func() {
		defer protect()
		<-r.Context().Done()
		a.insert(r.Context(), "left")
	}()
	go a.watch(r.Context())
	serveStream(w)
}

func (a *api) watch(ctx context.Context) {
	defer protect()
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
			a.insert(ctx, "alive")
		}
	}
}

func serveStream(w http.ResponseWriter) {}

// A request that this program sends lives for as long as it says.
func (a *api) client(r *http.Request) {
	go a.insert(r.Context(), "a")
}

// The cancel function is called when the work is done.
func (a *api) cancelledByTheGoroutine(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	go func() {
		defer protect()
		defer cancel()
		a.insert(ctx, "a")
	}()
}

func (a *api) replaced(w http.ResponseWriter, r *http.Request) {
	r = r.WithContext(context.WithoutCancel(r.Context()))
	go a.insert(r.Context(), "a")
}

var _ = []any{(*api).detached, (*api).another, (*api).values, (*api).waitsForIt, (*api).takesTheFirst, (*api).notices, (*api).client, (*api).cancelledByTheGoroutine, (*api).replaced}
