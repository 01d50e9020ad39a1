package right

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
)

// lazily would end the process only if main had not set up the store.
func lazily(w http.ResponseWriter, r *http.Request) { open().push(nil) }

var store *pool

func open() *pool {
	if store == nil {
		setUp()
	}
	return store
}

func setUp() {
	if _, err := os.ReadFile("config"); err != nil {
		log.Fatal(err)
	}
	store = new(pool)
}

// What is set up once, in each of the ways to say so.
func once(w http.ResponseWriter, r *http.Request) {
	onlyOnce.Do(func() {
		if err := load(); err != nil {
			log.Fatal(err)
		}
	})
	onlyOnce.Do(loadOrDie)
	shared()
	early()
	flagged()
	counted()
	failedOnce()
	(&service{}).connect()
	zone()
}

func load() error { return errors.New("no") }

var onlyOnce sync.Once

func loadOrDie() {
	if err := load(); err != nil {
		log.Fatal(err)
	}
}

var shared = sync.OnceValue(func() *pool {
	loadOrDie()
	return nil
})

var mu sync.Mutex

func early() *pool {
	mu.Lock()
	defer mu.Unlock()
	if store != nil {
		return store
	}
	loadOrDie()
	store = new(pool)
	return store
}

var loaded bool

func flagged() {
	if loaded {
		return
	}
	loadOrDie()
	loaded = true
}

var began atomic.Bool

func counted() {
	if !began.Load() {
		loadOrDie()
		began.Store(true)
	}
	if began.CompareAndSwap(false, true) {
		loadOrDie()
	}
}

var failed error

func failedOnce() {
	onlyOnce.Do(func() { failed = load() })
	if failed != nil {
		log.Fatal(failed)
	}
}

type service struct {
	db     *pool
	server *http.Server
}

func (s *service) connect() {
	if s.db == nil {
		log.Fatal("nobody has opened the database")
	}
	if db := open(); db == nil {
		log.Fatal("nobody has opened the store")
	}
}

var local *time.Location

// zone is read again for another setting, of which there is none while the process lives.
func zone() *time.Location {
	name := setting("ZONE")
	if local == nil || local.String() != name {
		loc, err := time.LoadLocation(name)
		if err != nil {
			log.Fatal(err)
		}
		local = loc
	}
	return local
}

func setting(name string) string {
	if v := os.Getenv("APP_" + name); v != "" {
		return v
	}
	return os.Getenv(name)
}

// In the handler itself.
func itself(c *gin.Context) {
	if store == nil {
		log.Fatal("no store")
	}
	dsn := os.Getenv("DSN")
	if dsn == "" {
		log.Fatal("no DSN")
	}
	if setting("KEY") == "" {
		log.Fatal("no key")
	}
}

// What is started once serves all requests.
func sweeps(w http.ResponseWriter, r *http.Request) {
	onlyOnce.Do(func() { go sweep() })
	startSweeping()
}

var sweeping bool

func startSweeping() {
	if sweeping {
		return
	}
	sweeping = true
	go sweep()
}

func sweep() { risky() }

// Nothing is served any more when the process ends.
func (s *service) quit(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusAccepted)
	go func() {
		if err := s.server.Shutdown(context.Background()); err != nil {
			log.Fatal(err)
		}
		os.Exit(0)
	}()
}

func (s *service) restart(w http.ResponseWriter, r *http.Request) { go s.replace(context.Background()) }

func (s *service) replace(ctx context.Context) {
	s.stop(ctx)
	if self, err := os.Executable(); err == nil {
		log.Print(self)
		s.leave()
	}
	os.Exit(1)
}

func (s *service) leave() { os.Exit(0) }

func (s *service) stop(ctx context.Context) {
	log.Print("stopping")
	if err := s.drain(ctx); err != nil {
		log.Print(err)
	}
}

func (s *service) drain(ctx context.Context) error { return s.server.Shutdown(ctx) }

// A panic of a goroutine ends the process in any case.
func crashes(w http.ResponseWriter, r *http.Request) {
	go func() {
		defer func() {
			if v := recover(); v != nil {
				log.Print(v)
				os.Exit(1)
			}
		}()
		risky()
	}()
	go func() {
		defer crash()
		risky()
	}()
	go func() {
		defer func() {
			if v := caught(); v != nil { // too deep to be of use
				os.Exit(1)
			}
		}()
		risky()
	}()
}

func crash() {
	v := recover()
	if v == nil {
		return
	}
	log.Fatal(v)
}

func caught() any {
	v := recover()
	if v != nil {
		log.Print(v)
	}
	return v
}

// Nobody calls dead.
func dead(w http.ResponseWriter, r *http.Request) {
	log.Fatal("dead")
}

type unused struct{}

func (unused) handle(w http.ResponseWriter, r *http.Request) { log.Fatal("dead") }

func unreachable(w http.ResponseWriter, r *http.Request) {
	http.NotFound(w, r)
	return
	log.Fatal("no way")
}

var _ = []any{lazily, once, itself, unreachable, sweeps, new(service).quit, new(service).restart, crashes}
