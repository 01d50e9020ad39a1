// Shutdowndrill rehearses the stop of a server: it starts the program, keeps it
// under load, sends the signal, and judges what became of every request.
//
// Run it with -help for the flags, and see the package drill for the judgement.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/drill"
)

const usage = `Usage: shutdowndrill [flags] -- ./server [args]

Starts the server, waits until it is ready, keeps it under load, sends SIGTERM,
and judges: requests failed or cut, readiness before the listener closes, the
time to the exit, the exit status, child processes left behind.

The server must listen at the loopback address that it is given: {addr} and
{port} in its arguments and in -env are replaced, and PORT is set. Or say with
-addr where it listens.

	shutdowndrill -slow /slow -html drill.html -- ./server -listen {addr}
	shutdowndrill -addr localhost:8080 -ready /healthz -- ./server
	shutdowndrill -addr localhost:8080 -pid $(pidof server)
	shutdowndrill -addr localhost:8080 -stop-cmd "docker stop -t 30 drill" -- \
		docker run --rm --name drill -p 127.0.0.1:8080:80 image

With -direct give a container --network host: docker's port mapping accepts, and
then cuts, what nobody listens for any more.

Exit status: 0 the server passed, 1 it failed, 2 the drill could not be run, or not
be judged because this machine was too busy.

Flags:
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second one ends at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// options is what a command line says.
type options struct {
	drill.Service
	signal, junit, page string
	promised            string // the file of -map
	json, quiet         bool
	repeat              int
}

// flags returns what reads a command line into o.
func (o *options) flags() *flag.FlagSet {
	flags := flag.NewFlagSet("shutdowndrill", flag.ContinueOnError)
	flags.StringVar(&o.Addr, "addr", "", "loopback `address` the server listens at, or unix:PATH (default: a free port, handed to it)")
	flags.StringVar(&o.ReadyAddr, "ready-addr", "", "`address` of the readiness probe (default: that of the server)")
	flags.BoolVar(&o.TLS, "tls", false, "send everything over TLS; the certificate is not verified")
	flags.BoolVar(&o.HTTP2, "http2", false, "send everything by HTTP/2; without -tls with prior knowledge")
	flags.BoolVar(&o.GRPC, "grpc", false, "probe grpc.health.v1.Health, and call the unary method named by -path with an empty message")
	flags.StringVar(&o.Method, "method", "", "`method` of ordinary requests (default: POST on pooled connections, GET on new ones)")
	flags.StringVar(&o.Body, "body", "", "`body` of ordinary requests but GET and HEAD (default \"drill\")")
	flags.Func("header", "`Name: value` to add to each request and probe; may be repeated", func(v string) error {
		name, value, ok := strings.Cut(v, ":")
		if !ok {
			return errors.New("want Name: value")
		}
		if o.Header == nil {
			o.Header = make(http.Header)
		}
		o.Header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
		return nil
	})
	flags.Func("stop-cmd", "`command` that stops the server, instead of a signal; split at spaces, {pid} is replaced", func(v string) error {
		o.Stop = strings.Fields(v)
		return nil
	})
	flags.IntVar(&o.PID, "pid", 0, "`number` of a server's process that runs already, at -addr, to stop instead of starting one")
	flags.StringVar(&o.Dir, "dir", "", "`directory` to start the server in")
	flags.Func("env", "`NAME=value` to add to its environment; may be repeated", func(v string) error {
		if !strings.Contains(v, "=") {
			return errors.New("want NAME=value")
		}
		o.Env = append(o.Env, v)
		return nil
	})
	flags.StringVar(&o.Ready, "ready", "", "`path` of the readiness probe (default \"/readyz\")")
	flags.StringVar(&o.Path, "path", "", "`path` of ordinary requests, sent by GET and POST (default \"/\")")
	flags.StringVar(&o.Slow, "slow", "", "`path` of a request that is under way when the signal comes")
	flags.StringVar(&o.Event, "events", "", "`path` of a stream of server-sent events")
	flags.StringVar(&o.Hijack, "ws", "", "`path` of a WebSocket")
	flags.BoolVar(&o.Direct, "direct", false, "go on sending past the load balancer, until refused")
	flags.DurationVar(&o.Load, "load", time.Second, "time under load before the signal")
	flags.DurationVar(&o.Start, "start", 10*time.Second, "time the server may take to become ready")
	flags.DurationVar(&o.Budget, "budget", 30*time.Second, "time it may take from the signal to the exit")
	flags.DurationVar(&o.Again, "again", 0, "send the signal again after this `time`; then 128+n is wanted")
	flags.DurationVar(&o.Early, "early", 0, "send the signal this `time` after the start, during the start-up")
	flags.IntVar(&o.Status, "status", 0, "wanted exit `status`")
	flags.StringVar(&o.signal, "signal", "TERM", "`signal` to send: TERM, INT")
	flags.BoolVar(&o.json, "json", false, "print the report as JSON")
	flags.StringVar(&o.junit, "junit", "", "write the verdict as a JUnit report to this `file`")
	flags.IntVar(&o.repeat, "n", 1, "`number` of drills; the first that does not pass is shown")
	flags.StringVar(&o.page, "html", "", "write a page with the timeline to this `file`")
	flags.StringVar(&o.promised, "map", "", "lay the times over those that this `file` of \"shutdownlint map -format json\" promises")
	flags.BoolVar(&o.quiet, "q", false, "no progress")
	return flags
}

// run is main without the process.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	begin := time.Now()
	var o options
	o.Log = func(format string, args ...any) {
		fmt.Fprintf(stderr, "%6.2fs  %s\n", time.Since(begin).Seconds(), fmt.Sprintf(format, args...))
	}
	flags := o.flags()
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, usage); flags.PrintDefaults() }
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	switch strings.TrimPrefix(strings.ToUpper(o.signal), "SIG") {
	case "TERM":
		o.Signal = syscall.SIGTERM
	case "INT":
		o.Signal = os.Interrupt
	default:
		fmt.Fprintf(stderr, "shutdowndrill: unknown signal %q; TERM and INT stop a server\n", o.signal)
		return 2
	}
	if o.PID != 0 && o.repeat > 1 {
		fmt.Fprintln(stderr, "shutdowndrill: a process can be stopped once")
		return 2
	}
	if flags.NArg() == 0 && o.PID == 0 {
		fmt.Fprintln(stderr, "shutdowndrill: which server? See shutdowndrill -help")
		return 2
	}
	o.Command = flags.Args()
	if o.quiet {
		o.Log = nil
	}
	var report *drill.Report
	promise, err := readMap(o.promised, strings.Join(o.Command[:min(1, len(o.Command))], ""))
	for i := 0; err == nil && i < max(o.repeat, 1) && (report == nil || report.Passed); i++ {
		if report, err = o.Drill(ctx); o.repeat > 1 && err == nil {
			fmt.Fprintf(stderr, "drill %d of %d: %s\n", i+1, o.repeat, verdict(report))
		}
	}
	if err == nil {
		err = show(report, stdout, o.json, o.page, o.junit)
	}
	if err == nil {
		table := stdout
		if o.json {
			table = stderr
		}
		err = showMap(table, promise, report)
	}
	switch {
	case err != nil:
		fmt.Fprintln(stderr, "shutdowndrill:", err)
		return 2
	case report.Passed:
		return 0
	case len(report.Failures()) == 0: // none that was judged
		return 2
	}
	return 1
}

func verdict(r *drill.Report) string {
	switch {
	case r.Passed:
		return "passed"
	case len(r.Failures()) == 0:
		return "not judged: this machine is too busy"
	}
	return "failed: " + strings.Join(r.Failures(), ", ")
}

// show prints the report, and writes the files that are wanted.
func show(r *drill.Report, stdout io.Writer, asJSON bool, page, junit string) error {
	for path, write := range map[string]func(io.Writer) error{page: r.WriteHTML, junit: r.WriteJUnit} {
		if path == "" {
			continue
		}
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		if err := errors.Join(write(f), f.Close()); err != nil {
			return err
		}
	}
	if asJSON {
		return r.WriteJSON(stdout)
	}
	if err := r.WriteTable(stdout); err != nil {
		return err
	}
	text := verdict(r)
	if r.Goroutines != "" {
		text += "\n\nGoroutines when the budget was over:\n" + r.Goroutines
	}
	_, err := fmt.Fprintf(stdout, "\n%s\n", text)
	return err
}
