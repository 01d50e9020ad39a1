package wrong

import (
	"context"
	"log"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
)

func fatal(w http.ResponseWriter, r *http.Request) {
	if err := Thumb(r.URL.Path); err != nil {
		log.Fatal(err) // want `Fatal ends the process while a request is served: one request cuts all the others.*\(exit-in-handler\)`
	}
}

func restart(c *gin.Context) {
	go func() {
		os.Exit(0) // want `Exit ends the process .*exit-in-handler`
	}()
}

func helper(c *gin.Context) {
	must(Thumb(c.Param("a")))
	must(Thumb(c.Param("b")))
	config := load()
	c.JSON(200, config)
}

func must(err error) {
	if err != nil {
		log.Fatal(err) // want `Fatal ends the process while a request is served by the request handler helper \(through must\): one request cuts all the others.*\(exit-in-handler\)`
	}
}

func load() map[string]string {
	_, err := os.ReadFile("config")
	must(err)
	return nil
}

// Whose setting is missing depends on the request.
func tenant(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("tenant")
	if tenants[name] == nil {
		tenants[name] = dial(name)
	}
}

var tenants map[string]*counter

func dial(name string) *counter {
	if name == "" {
		log.Fatal("no tenant")
	}
	if _, err := os.ReadFile(name); err != nil {
		log.Fatal(err) // want `Fatal ends the process .* tenant \(through dial\):`
	}
	return nil
}

// Two flags that say nothing about what has been set up.
func verbose(w http.ResponseWriter, r *http.Request) {
	if !debug {
		log.Fatal("quiet") // want `exit-in-handler`
	}
	level(w)
}

var debug bool

// What is at work is not set up for good.
func exclusive(w http.ResponseWriter, r *http.Request) {
	if !busy.CompareAndSwap(false, true) {
		return
	}
	defer busy.Store(false)
	if err := Thumb(r.URL.Path); err != nil {
		log.Fatal(err) // want `exit-in-handler`
	}
}

var busy atomic.Bool

func level(w http.ResponseWriter) {
	fail(3) // want `fail ends the process while a request is served: one request`
	fail(0)
}

func fail(code int) {
	if code > 0 {
		os.Exit(code)
	}
}

// What is renewed when it is old can fail at any time.
func renew(w http.ResponseWriter, r *http.Request) {
	if token == nil || token.old() {
		loaded, err := os.ReadFile("token")
		if err != nil {
			log.Fatal(err) // want `exit-in-handler`
		}
		token = &secret{loaded, time.Now()}
	}
	switchTo(r)
}

type secret struct {
	key  []byte
	made time.Time
}

func (s *secret) old() bool { return time.Since(s.made) > time.Hour }

var token *secret

// The request says what is kept.
func switchTo(r *http.Request) {
	if zone == nil || zone.String() != r.FormValue("zone") {
		loc, err := time.LoadLocation(r.FormValue("zone"))
		if err != nil {
			log.Fatal(err) // want `Fatal ends the process .* renew \(through switchTo\):`
		}
		zone = loc
	}
}

var zone *time.Location

// Here something is still served.
func (s *site) quit(w http.ResponseWriter, r *http.Request) {
	go func() {
		if r.FormValue("gently") != "" {
			s.server.Shutdown(context.Background())
		}
		os.Exit(0) // want `exit-in-handler`
	}()
	go func() {
		s.server.Close()
		os.Exit(0) // want `exit-in-handler`
	}()
	go func() {
		if err := Thumb("a"); err != nil {
			os.Exit(1) // want `exit-in-handler`
		}
		s.server.Shutdown(context.Background())
	}()
	go func() {
		go s.server.Shutdown(context.Background())
		os.Exit(0) // want `exit-in-handler`
	}()
}

type site struct{ server *http.Server }

// Without it the server would recover.
func crashes(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if v := recover(); v != nil {
			log.Fatal(v) // want `exit-in-handler`
		}
	}()
	go func() {
		defer func() {
			if v := recover(); v != nil {
				log.Print(v)
				return
			}
			os.Exit(0) // want `exit-in-handler`
		}()
		Thumb("a")
	}()
	Thumb("a")
}

// dies calls what always ends the process: each call is an exit.
func dies(w http.ResponseWriter, r *http.Request) {
	if r.Method == "GET" {
		die("get") // want `die ends the process while a request is served: one request`
	}
	check(r)
}

func check(r *http.Request) {
	if r.Method == "PUT" {
		die("put") // want `die ends the process while a request is served`
	}
}

func die(why string) {
	log.Print(why)
	os.Exit(1)
}

var _ = []any{fatal, restart, helper, setUp, tenant, verbose, dies, exclusive, renew, new(site).quit, crashes}

func setUp() {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		(log.Fatalf)("no %s", r.URL) // want `Fatalf ends the process`
	})
	log.Fatal(http.ListenAndServe(":80", mux))
}
