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

Exit status: 0 the server passed, 1 it failed, 2 the drill could not be run.

Flags:
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second one ends at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is main without the process.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	begin := time.Now()
	s := drill.Service{Log: func(format string, args ...any) {
		fmt.Fprintf(stderr, "%6.2fs  %s\n", time.Since(begin).Seconds(), fmt.Sprintf(format, args...))
	}}
	flags := flag.NewFlagSet("shutdowndrill", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, usage); flags.PrintDefaults() }
	flags.StringVar(&s.Addr, "addr", "", "loopback `address` the server listens at (default: a free port, handed to it)")
	flags.StringVar(&s.Dir, "dir", "", "`directory` to start the server in")
	flags.Func("env", "`NAME=value` to add to its environment; may be repeated", func(v string) error {
		if !strings.Contains(v, "=") {
			return errors.New("want NAME=value")
		}
		s.Env = append(s.Env, v)
		return nil
	})
	flags.StringVar(&s.Ready, "ready", "/readyz", "`path` of the readiness probe")
	flags.StringVar(&s.Path, "path", "/", "`path` of ordinary requests, sent by GET and POST")
	flags.StringVar(&s.Slow, "slow", "", "`path` of a request that is under way when the signal comes")
	flags.StringVar(&s.Event, "events", "", "`path` of a stream of server-sent events")
	flags.StringVar(&s.Hijack, "ws", "", "`path` of a WebSocket")
	flags.BoolVar(&s.Direct, "direct", false, "go on sending past the load balancer, until refused")
	flags.DurationVar(&s.Load, "load", time.Second, "time under load before the signal")
	flags.DurationVar(&s.Start, "start", 10*time.Second, "time the server may take to become ready")
	flags.DurationVar(&s.Budget, "budget", 30*time.Second, "time it may take from the signal to the exit")
	flags.DurationVar(&s.Again, "again", 0, "send the signal again after this `time`; then 128+n is wanted")
	flags.DurationVar(&s.Early, "early", 0, "send the signal this `time` after the start, during the start-up")
	flags.IntVar(&s.Status, "status", 0, "wanted exit `status`")
	name := flags.String("signal", "TERM", "`signal` to send: TERM, INT")
	asJSON := flags.Bool("json", false, "print the report as JSON")
	page := flags.String("html", "", "write a page with the timeline to this `file`")
	quiet := flags.Bool("q", false, "no progress")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	switch strings.TrimPrefix(strings.ToUpper(*name), "SIG") {
	case "TERM":
		s.Signal = syscall.SIGTERM
	case "INT":
		s.Signal = os.Interrupt
	default:
		fmt.Fprintf(stderr, "shutdowndrill: unknown signal %q; TERM and INT stop a server\n", *name)
		return 2
	}
	if flags.NArg() == 0 {
		fmt.Fprintln(stderr, "shutdowndrill: which server? See shutdowndrill -help")
		return 2
	}
	s.Command = flags.Args()
	if *quiet {
		s.Log = nil
	}
	report, err := s.Drill(ctx)
	if err == nil {
		err = show(report, stdout, *asJSON, *page)
	}
	if err != nil {
		fmt.Fprintln(stderr, "shutdowndrill:", err)
		return 2
	}
	if !report.Passed {
		return 1
	}
	return 0
}

// show prints the report, and writes the page if one is wanted.
func show(r *drill.Report, stdout io.Writer, asJSON bool, page string) error {
	if page != "" {
		f, err := os.Create(page)
		if err != nil {
			return err
		}
		if err := errors.Join(r.WriteHTML(f), f.Close()); err != nil {
			return err
		}
	}
	if asJSON {
		return r.WriteJSON(stdout)
	}
	if err := r.WriteTable(stdout); err != nil {
		return err
	}
	verdict := "passed"
	if !r.Passed {
		verdict = "failed: " + strings.Join(r.Failures(), ", ")
		if r.Goroutines != "" {
			verdict += "\n\nGoroutines when the budget was over:\n" + r.Goroutines
		}
	}
	_, err := fmt.Fprintf(stdout, "\n%s\n", verdict)
	return err
}
