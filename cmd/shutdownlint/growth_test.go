package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/internal/config"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/run"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/source"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
)

// How the cost of an analysis grows: CONTRIBUTING.md says how to run these, and what they printed.

// BenchmarkPackages analyses modules of so many packages, each of which serves, queries and calls the one below.
func BenchmarkPackages(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m := newSynthetic()
			for i := range n {
				below := i - 1
				if i%10 == 0 {
					below = -1 // chains of ten, as deep as layers get
				}
				m.pkg(i, below)
			}
			analyse(b, m, n)
		})
	}
}

// BenchmarkDepth hands one value down a chain of so many functions.
func BenchmarkDepth(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m := newSynthetic()
			var text strings.Builder
			text.WriteString("package p\n\nimport \"database/sql\"\n\nfunc Start(db *sql.DB) error {\n\trows, err := db.Query(\"\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tf0(rows)\n\treturn nil\n}\n")
			for i := range n {
				fmt.Fprintf(&text, "\nfunc f%d(rows *sql.Rows) { f%d(rows) }\n", i, i+1)
			}
			fmt.Fprintf(&text, "\nfunc f%d(rows *sql.Rows) { rows.Close() }\n", n)
			m.file("p/p.go", text.String())
			analyse(b, m, n)
		})
	}
}

// BenchmarkFanOut hands one value to so many functions.
func BenchmarkFanOut(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m := newSynthetic()
			var text, calls strings.Builder
			for i := range n {
				fmt.Fprintf(&calls, "\tf%d(rows)\n", i)
				fmt.Fprintf(&text, "\nfunc f%d(rows *sql.Rows) { println(rows.Next()) }\n", i)
			}
			m.file("p/p.go", "package p\n\nimport \"database/sql\"\n\nfunc Start(db *sql.DB) error {\n\trows, err := db.Query(\"\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer rows.Close()\n"+calls.String()+"\treturn rows.Err()\n}\n"+text.String())
			analyse(b, m, n)
		})
	}
}

// BenchmarkStatements analyses one function of so many statements, a fifth of which branch, with rows that are opened at its
// beginning, and closed and checked at its end.
func BenchmarkStatements(b *testing.B) {
	for _, n := range []int{10, 100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m := newSynthetic()
			m.file("p/p.go", "package p\n\nimport \"database/sql\"\n\n"+long(n))
			analyse(b, m, n)
		})
	}
}

// long is a function of n statements.
func long(n int) string {
	var text strings.Builder
	text.WriteString("func Long(db *sql.DB, a int) (int, error) {\n\trows, err := db.Query(\"\")\n\tif err != nil {\n\t\treturn 0, err\n\t}\n")
	for i := range n / 5 {
		fmt.Fprintf(&text, "\tif a%%%d == 1 {\n\t\ta += %d\n\t\ta ^= 3\n\t} else {\n\t\ta--\n\t}\n\ta *= 2\n", i+2, i)
	}
	text.WriteString("\tfor rows.Next() {\n\t\ta++\n\t}\n\terr = rows.Err()\n\trows.Close()\n\treturn a, err\n}\n")
	return text.String()
}

// synthetic is a module that is written for a benchmark.
type synthetic struct{ archive strings.Builder }

func newSynthetic() *synthetic {
	m := new(synthetic)
	m.file("go.mod", "module m\n\ngo 1.25\n")
	return m
}

func (m *synthetic) file(name, text string) { fmt.Fprintf(&m.archive, "-- %s --\n%s", name, text) }

// pkg adds the i'th package, which imports the one below unless that is negative.
func (m *synthetic) pkg(i, below int) {
	imported, called := "", "rows.Close()"
	if below >= 0 {
		imported, called = fmt.Sprintf("\n\t\"m/p%d\"", below), fmt.Sprintf("p%d.Finish(rows)", below)
	}
	m.file(fmt.Sprintf("p%d/p.go", i), fmt.Sprintf(`package p%d

import (
	"context"
	"database/sql"
	"net/http"
	"os/signal"
	"syscall"
	"time"
%s
)

func Finish(rows *sql.Rows) { %s }

func Query(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0, err
	}
	defer Finish(rows)
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

func Serve(addr string, h http.Handler) error {
	srv := &http.Server{Addr: addr, Handler: h, ReadHeaderTimeout: time.Second}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	failed := make(chan error, 1)
	go func() { failed <- srv.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return srv.Shutdown(grace)
}
`, i, imported, called))
}

func (m *synthetic) load(t testing.TB) *load.Program {
	t.Helper()
	p, err := load.List(load.Config{Dir: testmod.Write(t, m.archive.String()), Patterns: []string{"./..."}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// analyse measures all checks on the module, from parsing on, without the go command, which lists and compiles it.
func analyse(b *testing.B, m *synthetic, n int) {
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		p := m.load(b) // a program is analysed once
		b.StartTimer()
		report := run.New(p, run.Config{Checks: analyzers.Suite, Given: driver.Given(source.New(p))}).Analyze()
		if len(report.Findings)+len(report.Errors) > 0 {
			b.Fatalf("%+v", report)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/unit")
}

// BenchmarkEdit types into a package in the middle of a service of sixty, of which the language server keeps hold: something that is
// nobody else's business, or a declaration, at which it looks again at the four packages above. The ratio is that to a run that begins with
// nothing, go command included.
func BenchmarkEdit(b *testing.B) {
	m := newSynthetic()
	for i := range 60 {
		m.pkg(i, i%10-1+i/10*10*min(1, i%10))
	}
	dir := testmod.Write(b, m.archive.String())
	file := filepath.Join(dir, "p5", "p.go")
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	typed := text
	r := &resident{
		tool: &tool{open: (*config.File).Suite, categories: analyzers.Categories(), stdout: io.Discard, stderr: io.Discard, info: io.Discard},
		dir:  dir,
		overlay: func(name string) ([]byte, bool) {
			return typed, name == file
		},
	}
	if r.tool.suite, err = r.tool.open(nil); err != nil {
		b.Fatal(err)
	}
	s, err := r.tool.parse(nil)
	if err != nil {
		b.Fatal(err)
	}
	r.settings = *s
	full := time.Hour
	for range 3 {
		start := time.Now()
		if report, err := r.Load(b.Context()); err != nil || len(report.Findings)+len(report.Errors) > 0 {
			b.Fatalf("%v, %+v", err, report)
		}
		full = min(full, time.Since(start))
	}
	for name, edit := range map[string]string{"body": "func edited() int { return %d }", "declaration": "func Edited%d() {}"} {
		b.Run(name, func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			edits := 0
			for b.Loop() {
				edits++
				typed = fmt.Appendf(nil, "%s\n"+edit+"\n", text, edits)
				report, err := r.Update(b.Context(), []string{file}, false)
				if err == nil && report == nil { // it has had enough of them
					report, err = r.Load(b.Context())
				}
				if err != nil || len(report.Findings)+len(report.Errors) > 0 {
					b.Fatalf("%v, %+v", err, report)
				}
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric(b.Elapsed().Seconds()/float64(edits)/full.Seconds(), "ratio")
			b.ReportMetric((float64(after.HeapAlloc)-float64(before.HeapAlloc))/float64(edits), "kept-B/op")
			b.ReportMetric(float64(after.HeapAlloc)/(1<<20), "MiB")
		})
	}
	runtime.KeepAlive(r)
}
