//go:build unix

package inflight

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"
)

// cpu reports the processor time of each iteration: on a machine that is shared
// with others the time by the clock says little.
func cpu(b *testing.B) (report func()) {
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	return func() { b.ReportMetric(float64(used()-before)/float64(b.N), "cpu-ns/op") }
}

// What a Tracker adds to a request: the handler, and the two changes of state of
// its connection. To be run for a time, and not a number of rounds (-benchtime 1000000x): then the goroutines meet at the counter of
// RunParallel, which costs more than what is measured.
func BenchmarkRequest(b *testing.B) {
	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) })
	for _, tracked := range []bool{false, true} {
		for _, n := range []int{1, 2, 4, 8, 16} {
			b.Run(fmt.Sprintf("tracked=%v/goroutines=%d", tracked, n), func(b *testing.B) {
				srv := &http.Server{Handler: hello}
				var tr *Tracker
				if tracked {
					tr = Track(srv, context.Background(), staying)
				}
				b.ReportAllocs()
				b.SetParallelism(n)
				defer cpu(b)()
				b.RunParallel(func(pb *testing.PB) {
					ctx, raw := context.Background(), net.Conn(nil)
					if tracked {
						raw = accept(b, tr)
						ctx = srv.ConnContext(ctx, raw)
					}
					ctx = context.WithValue(ctx, http.LocalAddrContextKey, raw)
					for range 2 { // that of the connection and that of the request, as net/http derives them
						var cancel context.CancelFunc
						ctx, cancel = context.WithCancel(ctx)
						defer cancel()
					}
					r := httptest.NewRequest("GET", "/hello", nil).WithContext(ctx)
					w := silentWriter{}
					for pb.Next() {
						if srv.ConnState != nil {
							srv.ConnState(raw, http.StateActive)
						}
						srv.Handler.ServeHTTP(w, r)
						if srv.ConnState != nil {
							srv.ConnState(raw, http.StateIdle)
						}
					}
				})
			})
		}
	}
}

type silentWriter struct{}

func (silentWriter) Header() http.Header         { return nil }
func (silentWriter) Write(b []byte) (int, error) { return len(b), nil }
func (silentWriter) WriteHeader(int)             {}

func accept(b *testing.B, tr *Tracker) net.Conn {
	server, client := net.Pipe()
	b.Cleanup(func() { client.Close() })
	c, err := tr.watch(accepts{server}).Accept()
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// The same over loopback, beside http.Server as it is: what it adds is less than
// what two runs differ by.
func BenchmarkServer(b *testing.B) {
	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello") })
	for _, tracked := range []bool{false, true} {
		for _, n := range []int{1, 2, 4, 8, 16} {
			b.Run(fmt.Sprintf("tracked=%v/goroutines=%d", tracked, n), func(b *testing.B) {
				srv := httptest.NewUnstartedServer(hello)
				srv.Config.ErrorLog = log.New(io.Discard, "", 0)
				if tracked {
					srv.Listener = Track(srv.Config, context.Background(), staying).watch(srv.Listener)
				}
				srv.Start()
				defer srv.Close()
				client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}}
				defer client.CloseIdleConnections()
				b.ReportAllocs()
				b.SetParallelism(n)
				defer cpu(b)()
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						resp, err := client.Get(srv.URL)
						if err != nil {
							b.Error(err)
							return
						}
						io.Copy(io.Discard, resp.Body)
						resp.Body.Close()
					}
				})
			})
		}
	}
}
