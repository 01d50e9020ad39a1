// Package right recovers, or needs not.
package right

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"github.com/sourcegraph/conc"
	"go.uber.org/zap"
)

func risky(names ...string) string { return names[0] }

func recovers(w http.ResponseWriter, r *http.Request) {
	go func() {
		defer func() {
			if v := recover(); v != nil {
				log.Print(v)
			}
		}()
		risky()
	}()
	go func() {
		defer protect()
		risky()
	}()
	go recoversItself()
	go func() { recoversItself() }()
	go (&worker{}).run()
	guard(func() { risky() })
}

func protect() {
	if v := recover(); v != nil {
		log.Print(v)
	}
}

func recoversItself() {
	start := time.Now()
	defer protect()
	risky(start.String())
}

type worker struct{}

func (*worker) run() {
	defer protect()
	risky()
}

// guard recovers for its callers.
func guard(f func()) {
	go func() {
		defer protect()
		f()
	}()
}

func joins(c *gin.Context) {
	var wg sync.WaitGroup
	done := make(chan struct{})
	wg.Add(1)
	go func() {
		defer wg.Done()
		time.Sleep(time.Second)
	}()
	go func() { wg.Wait(); close(done) }()
	<-done
}

// safely is another way to call guarded.
func safely[T any](f func(T), v T) {
	guarded(func() { f(v) })
}

func guarded(f func()) {
	defer protect()
	f()
}

func delegates(w http.ResponseWriter, r *http.Request) {
	go safely(func(names []string) { risky(names...) }, []string{r.URL.Path})
	go func() {
		guarded(func() { risky() })
	}()
}

func leaves(w http.ResponseWriter, r *http.Request) {
	go func() {
		defer func() {
			log.Print("leaving")
			os.Exit(0) // on the way out, for which somebody has asked
		}()
		time.Sleep(time.Second)
		risky()
	}()
	go func() {
		time.Sleep(time.Second) // until the answer has been sent
		os.Exit(0)
	}()
}

func logs(l *zap.Logger, s *http.Server) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		go func() {
			if err := s.Close(); err != nil {
				l.Named("old").Error("closing", zap.Error(err))
			}
		}()
	}
}

type pool struct{ jobs chan string }

func (p *pool) push(jobs []string) {
	for _, job := range jobs {
		p.jobs <- job
	}
}

func communicates(p *pool, result chan<- int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		jobs := []string{r.URL.Path}
		go p.push(jobs)
		go func() { result <- len(jobs) }()
		go func() {
			select {
			case <-r.Context().Done():
			case <-time.After(time.Second):
			}
			log.Print("done")
		}()
	}
}

func pipes(w http.ResponseWriter, r *http.Request) {
	pr, pw := io.Pipe()
	go io.Copy(pw, r.Body)
	go func() {
		_, err := io.Copy(os.Stdout, pr)
		if err != nil {
			log.Print(err)
		}
	}()
}

func concurrent(c *gin.Context) {
	var wg conc.WaitGroup
	wg.Go(func() { risky() })
	wg.Wait()
}

// background is started by main, not by a handler.
func background() {
	go func() { risky() }()
	go refresh()
}

func refresh() {
	for range time.Tick(time.Minute) {
		risky()
	}
}

// Routes runs once.
func Routes(mux *http.ServeMux) {
	background()
	mux.HandleFunc("/", recovers)
	if mux == nil {
		log.Fatal("no mux")
	}
}

func logsOnly(w http.ResponseWriter, r *http.Request) {
	logAt(1, "info")
	if v := r.FormValue("panic"); v != "" {
		log.Panic(v) // net/http recovers this one
	}
}

func logAt(level int, v any) {
	if level > 4 {
		log.Fatal(v)
	}
	log.Print(v)
}

// counts does with what is known here what does not look at it.
func counts(rdb *redis.Client, hits *prometheus.CounterVec, conn *websocket.Conn, seen *sync.Map, served *atomic.Int64) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		go hits.WithLabelValues(id).Inc()
		go conn.Close()
		go seen.Delete(id)
		go func() {
			served.Add(1)
			seen.Store(id, time.Now())
			if err := rdb.Del(context.Background(), id).Err(); err != nil {
				log.Print(err)
			}
			defer conn.Close()
		}()
		time.AfterFunc(time.Second, func() { seen.Delete(id) })
		go forget(id)
	}
}

var (
	known   = make(map[string]time.Time)
	knownMu sync.Mutex
)

func forget(id string) {
	knownMu.Lock()
	defer knownMu.Unlock()
	delete(known, id)
}

func tunnel(w http.ResponseWriter, r *http.Request) {
	a, _, _ := w.(http.Hijacker).Hijack()
	b, err := net.Dial("tcp", r.Host)
	if err != nil {
		return
	}
	go func() {
		defer a.Close()
		io.Copy(b, a)
	}()
	go io.Copy(a, b)
}

// Nobody calls dropped.
func dropped(w http.ResponseWriter, r *http.Request) {
	go risky(r.URL.Path)
}

// No request lets it go on alone.
func rebuilds(w http.ResponseWriter, r *http.Request) { rebuild(r.FormValue("index"), false) }

func rebuild(name string, alone bool) {
	if alone {
		go risky(name)
		return
	}
	risky(name)
}

// Rebuild is for the command.
func Rebuild(name string) { rebuild(name, true) }

var _ = []any{rebuilds, counts, tunnel, recovers, joins, delegates, leaves, logs, communicates, pipes, concurrent, background, logsOnly}
