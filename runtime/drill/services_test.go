package drill

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/graceful"
)

// The services under drill are this very program, started again with an
// environment variable that says which: nothing has to be built.
func TestMain(m *testing.M) {
	if name := os.Getenv("DRILL_SERVICE"); name != "" {
		services[name](os.Getenv("DRILL_ADDR"))
		return
	}
	os.Exit(m.Run())
}

// service returns what starts one of them.
func service(t *testing.T, name string) Service {
	t.Helper()
	if services[name] == nil {
		t.Fatalf("no service %q", name)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Service{
		Command: []string{exe},
		Env:     []string{"DRILL_SERVICE=" + name, "DRILL_ADDR={addr}", "GORACE=atexit_sleep_ms=0"},
		Slow:    "/slow?d=300ms",
		Budget:  20 * time.Second,
		Load:    200 * time.Millisecond,
		Log:     t.Logf,
	}
}

// services, correct ones and such with one fault each.
var services map[string]func(addr string)

func init() { // services refers to functions that refer to it
	services = map[string]func(string){
		"correct":            correct,
		"cuts one":           cutsOne,
		"returns early":      returnsEarly,
		"shuts down at once": shutsDownAtOnce,
		"zero after cut":     zeroAfterCut,
		"slow exit":          slowExit,
		"ignores the signal": ignoresSignal,
		"orphan":             orphan,
		"never ready":        func(addr string) { http.ListenAndServe(addr, http.NotFoundHandler()) },
		"ends at once":       func(string) { fmt.Println("no configuration"); os.Exit(3) },
		"ends under load": func(addr string) {
			time.AfterFunc(150*time.Millisecond, func() { os.Exit(4) })
			http.ListenAndServe(addr, handler(alwaysReady, nil))
		},
		"exits after the delay": func(addr string) {
			srv, ready, sig := faulty(addr)
			go srv.ListenAndServe()
			<-sig
			notReadyFor(ready, balancing)
		},
		"redirects": spoilt(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/maintenance", http.StatusFound) }),
		"says something else": spoilt(func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "we are down for maintenance")
		}),
		"truncates": spoilt(func(w http.ResponseWriter, _ *http.Request) {
			c, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				io.WriteString(c, "HTTP/1.0 200 OK\r\n\r\ndr")
				c.Close()
			}
		}),
		"gRPC":            func(addr string) { overGRPC(addr, "0") },
		"gRPC fails":      func(addr string) { overGRPC(addr, "14") },
		"tls":             overTLS,
		"particular":      particular,
		"probe elsewhere": probeElsewhere,
		"short grace":     shortGrace,
		"hung closer":     hungCloser,
		"worker panics":   workerPanics,
		"bind conflict":   bindConflict,
		"slow start":      slowStart,
		"hangs":           hangs,
	}
}

var alwaysReady = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})

// handler serves what a drill can ask for. Streams end with draining, if not nil.
func handler(ready http.Handler, draining <-chan struct{}) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /readyz", ready)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { io.Copy(w, r.Body) })
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		d, _ := time.ParseDuration(r.FormValue("d"))
		fmt.Println("slow request begins")
		select {
		case <-time.After(d):
		case <-r.Context().Done():
			fmt.Println("slow request is cancelled")
		}
	})
	mux.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		http.NewResponseController(w).Flush()
		select {
		case <-draining:
			fmt.Fprint(w, "event: goodbye\n\n")
		case <-r.Context().Done():
		}
	})
	mux.HandleFunc("/ws", func(w http.ResponseWriter, r *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		fmt.Fprint(c, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\x81\x02hi")
		go func() {
			defer c.Close()
			<-draining
			c.Write([]byte{0x88, 2, 3, 0xe9}) // going away
		}()
	})
	return mux
}

func newApp(addr string, delay time.Duration) *graceful.App {
	app := &graceful.App{Delay: delay}
	if d, err := time.ParseDuration(os.Getenv("DRILL_DELAY")); err == nil {
		app.Delay = d
	}
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	srv := &http.Server{Addr: addr, Handler: handler(app, app.Draining()), Protocols: &protocols}
	if path, ok := strings.CutPrefix(addr, unix); ok {
		l, err := net.Listen("unix", path)
		if err != nil {
			panic(err)
		}
		app.Add(l, srv)
	} else {
		app.Servers = []*http.Server{srv}
	}
	app.Defer("db", func(context.Context) error { fmt.Println("db closed"); return nil })
	return app
}

func run(app *graceful.App) {
	err := app.Run(context.Background())
	if err != nil {
		fmt.Println("error:", err)
	}
	os.Exit(graceful.ExitCode(err))
}

// balancing is the time in which the balancer learns that the service is leaving:
// long, because a test may share its machine with many others.
const balancing = 800 * time.Millisecond

func correct(addr string) {
	app := newApp(addr, balancing)
	if len(app.Servers) > 0 { // or it listens at a socket, where nobody has an address
		keepLedger(app, app.Servers[0])
	}
	run(app)
}

// cutsOne drops the connection of the first request that comes once it drains.
func cutsOne(addr string) {
	app := newApp(addr, balancing)
	right := app.Servers[0].Handler
	var once sync.Once
	app.Servers[0].Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if app.Context().Err() != nil && r.URL.Path == "/" {
			once.Do(func() { panic(http.ErrAbortHandler) })
		}
		right.ServeHTTP(w, r)
	})
	keepLedger(app, app.Servers[0])
	run(app)
}

// main waits for the server, not for the shutdown.
func returnsEarly(addr string) {
	srv, ready, sig := faulty(addr)
	go func() {
		<-sig
		notReadyFor(ready, balancing)
		srv.Shutdown(context.Background())
	}()
	srv.ListenAndServe()
}

func shutsDownAtOnce(addr string) {
	srv, _, sig := faulty(addr)
	go srv.ListenAndServe()
	<-sig
	srv.Shutdown(context.Background())
}

func zeroAfterCut(addr string) {
	srv, ready, sig := faulty(addr)
	go srv.ListenAndServe()
	<-sig
	notReadyFor(ready, balancing)
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	srv.Shutdown(ctx)
}

func slowExit(addr string) {
	srv, ready, sig := faulty(addr)
	go srv.ListenAndServe()
	<-sig
	notReadyFor(ready, balancing)
	srv.Shutdown(context.Background())
	select {} // what it waits for never comes; a real one would be a flush
}

func ignoresSignal(addr string) {
	srv, _, _ := faulty(addr)
	signal.Reset()
	signal.Ignore(syscall.SIGTERM)
	srv.ListenAndServe()
}

func orphan(addr string) {
	if err := exec.Command("sleep", "60").Start(); err != nil {
		panic(err)
	}
	correct(addr)
}

// faulty returns a server that is right so far: the rest of main spoils it.
func faulty(addr string) (*http.Server, *atomic.Bool, chan os.Signal) {
	notReady := new(atomic.Bool)
	sig := make(chan os.Signal, 1)
	signal.Notify(sig, syscall.SIGTERM)
	return &http.Server{Addr: addr, Handler: handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if notReady.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}), nil)}, notReady, sig
}

func notReadyFor(ready *atomic.Bool, d time.Duration) {
	ready.Store(true)
	time.Sleep(d)
}

// spoilt answers ordinary requests wrongly once it drains; the rest of it is right.
func spoilt(wrong http.HandlerFunc) func(addr string) {
	return func(addr string) {
		app := newApp(addr, balancing)
		right := app.Servers[0].Handler
		app.Servers[0].Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-app.Draining():
				if r.URL.Path == "/" && r.Method == http.MethodPost {
					io.Copy(io.Discard, r.Body)
					wrong(w, r)
					return
				}
			default:
			}
			right.ServeHTTP(w, r)
		})
		run(app)
	}
}

func overTLS(addr string) {
	app := newApp(addr, balancing)
	srv := httptest.NewUnstartedServer(nil) // has a certificate
	srv.StartTLS()
	defer srv.Close()
	app.Servers[0].TLSConfig = &tls.Config{Certificates: srv.TLS.Certificates}
	app.Servers[0].Protocols = nil
	keepLedger(app, app.Servers[0])
	run(app)
}

// overGRPC speaks as much gRPC as the drill does. Its calls end with status while it
// drains.
func overGRPC(addr, status string) {
	app := newApp(addr, balancing)
	app.Servers[0].Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		if r.Header.Get("Content-Type") != "application/grpc" || r.Header.Get("TE") != "trailers" || r.Method != http.MethodPost {
			w.WriteHeader(http.StatusUnsupportedMediaType)
			return
		}
		w.Header().Set("Content-Type", "application/grpc")
		w.Header().Set("Trailer", "Grpc-Status, Grpc-Message")
		answer, end := emptyMessage, "0"
		select {
		case <-app.Draining():
			if r.URL.Path != healthCheck {
				end = status
			}
		default:
			if r.URL.Path == healthCheck {
				answer = serving
			}
		}
		io.WriteString(w, answer)
		w.Header().Set("Grpc-Status", end)
		w.Header().Set("Grpc-Message", "leaving")
	})
	run(app)
}

// particular does not answer everybody, nor every method.
func particular(addr string) {
	app := newApp(addr, balancing)
	right := app.Servers[0].Handler
	app.Servers[0].Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Authorization") != "Bearer drill" || r.Host != "service.test":
			w.WriteHeader(http.StatusUnauthorized)
		case r.Method != http.MethodGet && r.Method != http.MethodPut:
			w.WriteHeader(http.StatusMethodNotAllowed)
		default:
			right.ServeHTTP(w, r)
		}
	})
	run(app)
}

func probeElsewhere(addr string) {
	app := newApp(addr, balancing)
	app.Servers[0].Handler = handler(http.NotFoundHandler(), app.Draining())
	app.Admin = []*http.Server{{Addr: os.Getenv("DRILL_READY_ADDR"), Handler: app}}
	run(app)
}

func shortGrace(addr string) {
	app := newApp(addr, -1)
	app.Grace = 300 * time.Millisecond
	run(app)
}

func hungCloser(addr string) {
	app := newApp(addr, -1)
	app.Close = 300 * time.Millisecond
	app.Defer("tracer", func(context.Context) error { select {} })
	run(app)
}

func workerPanics(addr string) {
	app := newApp(addr, -1)
	app.Go("consumer", func(context.Context) error {
		app.Go("waits for the request", func(context.Context) error { return nil })
		_, err := http.Get("http://" + addr + "/") // it serves
		if err != nil {
			return err
		}
		panic("poisoned message")
	})
	run(app)
}

func bindConflict(addr string) {
	app := newApp(addr, -1)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	app.Servers = append(app.Servers, &http.Server{Addr: l.Addr().String()})
	run(app)
}

func slowStart(addr string) {
	app := newApp(addr, -1)
	app.Start = func(ctx context.Context) error {
		fmt.Println("connecting")
		<-ctx.Done() // a database that does not answer, and a start-up that heeds the signal
		return ctx.Err()
	}
	run(app)
}

func hangs(addr string) {
	app := newApp(addr, -1)
	app.Grace = time.Minute
	run(app)
}

// launched starts a service without the load of a drill, for scenarios that have
// nothing to do with traffic, and returns its output line by line.
func launched(t *testing.T, name string) (*exec.Cmd, string, *output) {
	t.Helper()
	s, err := service(t, name).withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), s.Command[0], s.Command[1:]...)
	cmd.Env = append(os.Environ(), s.Env...)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	t.Cleanup(func() { r.Close() })
	cmd.Stdout, cmd.Stderr = w, w
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, s.Addr, &output{t: t, lines: bufio.NewScanner(r)}
}

type output struct {
	t     *testing.T
	lines *bufio.Scanner
	text  strings.Builder
}

// until reads until a line contains part.
func (o *output) until(part string) {
	o.t.Helper()
	for o.lines.Scan() {
		fmt.Fprintln(&o.text, o.lines.Text())
		if strings.Contains(o.lines.Text(), part) {
			return
		}
	}
	o.t.Fatalf("the service did not print %q:\n%s", part, o.text.String())
}

func (o *output) rest() string {
	for o.lines.Scan() {
		fmt.Fprintln(&o.text, o.lines.Text())
	}
	return o.text.String()
}

// wait checks the exit status and that everything wanted was printed, in order.
func (o *output) wait(cmd *exec.Cmd, want int, parts ...string) {
	o.t.Helper()
	text := o.rest()
	err := cmd.Wait()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		o.t.Fatal(err)
	}
	if got := status(cmd.ProcessState); got != want {
		o.t.Errorf("exit status %d, want %d", got, want)
	}
	rest := text
	for _, part := range parts {
		_, after, ok := strings.Cut(rest, part)
		if !ok {
			o.t.Fatalf("not printed, or not in this order: %q\n%s", part, text)
		}
		rest = after
	}
}
