package graceful_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/graceful"
)

// A service on net/http.
func Example() {
	mux := http.NewServeMux()
	app := &graceful.App{Servers: []*http.Server{{Addr: ":8080", Handler: mux}}}

	db := openDatabase()
	app.Defer("db", func(context.Context) error { return db.Close() })

	mux.Handle("GET /readyz", app)
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "hello") })

	if err := app.Run(context.Background()); err != nil {
		slog.Error("stopped", "err", err)
		os.Exit(graceful.ExitCode(err))
	}
}

// A Gin engine is an http.Handler. What was
//
//	engine := gin.Default()
//	engine.Run(":8080")
//
// becomes the following, with the readiness probe as engine.GET("/readyz",
// gin.WrapH(app)).
func Example_gin() {
	var engine http.Handler = newEngine() // gin.Default()

	app := &graceful.App{Servers: []*http.Server{{Addr: ":8080", Handler: engine}}}
	if err := app.Run(context.Background()); err != nil {
		slog.Error("stopped", "err", err)
		os.Exit(graceful.ExitCode(err))
	}
}

// Metrics, profiles and probes on a port of their own, which answers until the
// requests of the other have ended.
func Example_adminPort() {
	publicAddr, adminAddr := freeAddr(), freeAddr() // ":8080" and ":6060"
	admin, public := http.NewServeMux(), http.NewServeMux()
	app := &graceful.App{
		Servers: []*http.Server{{Addr: publicAddr, Handler: public}},
		Admin:   []*http.Server{{Addr: adminAddr, Handler: admin}},
	}
	admin.HandleFunc("/debug/pprof/", pprof.Index)
	admin.Handle("/readyz", app)
	admin.HandleFunc("/livez", func(http.ResponseWriter, *http.Request) {}) // not app: a draining process is alive

	ctx, stop := context.WithCancel(context.Background()) // as a signal would
	leaving := make(chan struct{})
	app.Servers[0].RegisterOnShutdown(func() { close(leaving) })
	public.HandleFunc("/report", func(w http.ResponseWriter, r *http.Request) {
		stop()
		<-leaving
		for _, path := range []string{"/readyz", "/livez", "/debug/pprof/goroutine"} {
			if resp, err := http.Get("http://" + adminAddr + path); err == nil {
				fmt.Println(path, resp.Status)
				resp.Body.Close()
			}
		}
	})
	app.Go("client", func(context.Context) error {
		resp, err := http.Get("http://" + publicAddr + "/report")
		if err == nil {
			fmt.Println("/report", resp.Status)
			err = resp.Body.Close()
		}
		return err
	})
	fmt.Println(app.Run(ctx))
	// Output:
	// /readyz 503 Service Unavailable
	// /livez 200 OK
	// /debug/pprof/goroutine 200 OK
	// /report 200 OK
	// <nil>
}

// A start-up that takes time, may fail, and heeds the signal: what it has opened is
// closed in each case.
func Example_start() {
	app := &graceful.App{}
	app.Start = func(ctx context.Context) error {
		db := openDatabase()
		app.Defer("db", func(context.Context) error { return db.Close() })
		if err := handle(ctx, "migrations"); err != nil { // ctx ends with the signal
			return err
		}
		app.Servers = []*http.Server{{Addr: ":8080", Handler: newEngine()}}
		return nil
	}
	if err := app.Run(context.Background()); err != nil {
		os.Exit(graceful.ExitCode(err))
	}
}

// grpcServer is what the example needs of a *grpc.Server.
type grpcServer interface {
	Serve(net.Listener) error
	GracefulStop()
	Stop()
}

// grpcMember makes a [graceful.Server] of it: its calls have Grace to end, and are
// stopped by force if they do not.
type grpcMember struct{ grpcServer }

func (s grpcMember) Shutdown(ctx context.Context) error {
	defer context.AfterFunc(ctx, s.Stop)()
	s.GracefulStop()
	return ctx.Err()
}

// A gRPC server, with one of net/http beside it for the probes. Its own health
// service says NOT_SERVING as soon as the stop begins, with
//
//	context.AfterFunc(app.Context(), health.Shutdown)
func Example_grpc() {
	var server grpcServer = newGRPCServer()

	app := &graceful.App{}
	app.Start = func(context.Context) error {
		l, err := net.Listen("tcp", ":9090")
		if err == nil {
			app.Add(l, grpcMember{server})
		}
		return err
	}
	app.Admin = []*http.Server{{Addr: ":8081", Handler: app}}
	if err := app.Run(context.Background()); err != nil {
		os.Exit(graceful.ExitCode(err))
	}
}

// A listener of one's own: a Unix socket, one that systemd has handed over
// (net.FileListener(os.NewFile(3, "http"))), or a free port, whose number is known
// before anything is served.
func ExampleApp_Add() {
	app := &graceful.App{}
	app.Start = func(context.Context) error {
		l, err := net.Listen("tcp", "localhost:0")
		if err != nil {
			return err
		}
		slog.Info("listening", "addr", l.Addr())
		app.Add(l, &http.Server{Handler: newEngine()})
		return nil
	}
	if err := app.Run(context.Background()); err != nil {
		os.Exit(graceful.ExitCode(err))
	}
}

// A queue consumer stops pulling as soon as the stop begins, finishes the message
// it has, and is joined before the queue is closed.
func Example_consumer() {
	queue := openQueue()

	app := &graceful.App{}
	app.Defer("queue", func(context.Context) error { return queue.Close() })
	app.Go("consumer", func(ctx context.Context) error {
		for {
			select {
			case <-app.Draining():
				return nil
			case msg := <-queue.messages:
				if err := handle(ctx, msg); err != nil { // ctx ends when time is up
					return err
				}
			}
		}
	})
	if err := app.Run(context.Background()); err != nil {
		os.Exit(graceful.ExitCode(err))
	}
}

// A stream of server-sent events has no end of its own. When the stop begins it
// says goodbye, and the client connects again, to another instance.
func Example_serverSentEvents() {
	app := &graceful.App{}
	events := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		tick := time.NewTicker(time.Second)
		for {
			select {
			case <-r.Context().Done(): // the client left
				return
			case <-app.Draining():
				fmt.Fprint(w, "event: goodbye\ndata:\n\n")
				return
			case now := <-tick.C:
				fmt.Fprintf(w, "data: %s\n\n", now)
				http.NewResponseController(w).Flush()
			}
		}
	}
	app.Servers = []*http.Server{{Addr: ":8080", Handler: http.HandlerFunc(events)}}
	if err := app.Run(context.Background()); err != nil {
		os.Exit(graceful.ExitCode(err))
	}
}

// A task that outlives its request: it has the request's values, for tracing and
// logging, but not its cancellation, which comes with the response.
func ExampleApp_Go() {
	app := &graceful.App{}
	order := func(w http.ResponseWriter, r *http.Request) {
		values := r.Context()
		app.Go("receipt", func(context.Context) error {
			ctx, cancel := graceful.StopContext(values, 10*time.Second)
			defer cancel()
			return sendReceipt(ctx)
		})
		w.WriteHeader(http.StatusAccepted)
	}
	app.Servers = []*http.Server{{Addr: ":8080", Handler: http.HandlerFunc(order)}}
}

// In a service that keeps its own main: the context of the signal is done when
// Shutdown needs one.
func ExampleStopContext() {
	var srv http.Server
	ctx, cancel := context.WithCancel(context.Background()) // signal.NotifyContext
	cancel()
	<-ctx.Done()

	stop, cancel := graceful.StopContext(ctx, 10*time.Second)
	defer cancel()
	fmt.Println(srv.Shutdown(stop))
	// Output: <nil>
}

type queue struct{ messages chan string }

func (*queue) Close() error { return nil }

// freeAddr returns an address at which nobody listens.
func freeAddr() string {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		panic(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func openQueue() *queue                    { return &queue{} }
func openDatabase() *queue                 { return &queue{} }
func handle(context.Context, string) error { return nil }
func sendReceipt(context.Context) error    { return nil }
func newEngine() http.Handler              { return http.NewServeMux() }
func newGRPCServer() (server grpcServer)   { return server }
