package telemetry_test

import (
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/facettest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/telemetry"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

func TestLogs(t *testing.T) {
	prelude := snippet.Imports("context", "errors", "fmt", "log/slog", "net/http") + `
type logger struct{}
const levelErr = 1
const terror = 2
func (logger) log(level int, args ...any)
`
	facettest.Does(t, prelude, telemetry.Facet, []facettest.Case{
		{"nothing", `func f() {}`, ""},
		{"error", `func f(err error) { slog.Error("failed", "err", err) }`, "logsFailure"},
		{"its text", `func f(err error) { slog.Error(fmt.Sprint("failed: ", err.Error())) }`, "logsFailure"},
		{"something else", `func f(err error) { slog.Error("failed") }`, ""},
		{"a local", `func f() { err := errors.New(""); slog.Error("failed", "err", err) }`, ""},
		{"info", `func f(err error) { slog.Info("done", "err", err) }`, ""},
		{"level", `func f(ctx context.Context, l *slog.Logger, err error) { l.Log(ctx, slog.LevelError, "failed", "err", err) }`, "logsFailure"},
		{"own level", `func f(l logger, err error) { l.log(levelErr, err) }`, "logsFailure"},
		{"no level", `func f(l logger, err error) { l.log(terror, err) }`, ""},
		{"variable level", `func f(l logger, levelError int, err error) { l.log(levelError, err) }`, ""},
		{"through a function", `func f(err error) { g(err) }; func g(err error) { slog.Error("failed", "err", err) }`, "logsFailure"},
		{"through a method without a name", `func f(l logger, err error) { l.fail("", err) }; func (logger) fail(_ string, err error) { slog.Error("failed", "err", err) }`, "logsFailure"},
		{"but ErrServerClosed", `func f(err error) { if err != http.ErrServerClosed { slog.Error("failed", "err", err) } }`, ""},
		{"in a goroutine", `func f(err error) { go slog.Error("failed", "err", err) }`, ""},
		{"later", `func f(err error) { defer slog.Error("failed", "err", err) }`, ""},
		{"in a literal", `func f(err error) { _ = func() { slog.Error("failed", "err", err) } }`, ""},
	}, exit.Facet, telemetry.Facet)
}

// Sentry sends events from a goroutine of its own.
func TestQueues(t *testing.T) {
	const sentry = `package sentry

type ClientOptions struct{}

func Init(ClientOptions) error
func Flush(int) bool
func CaptureException(error)
`
	tests := []facettest.Case{
		{"nothing", `func f(err error) { CaptureException(err) }`, ""},
		{"starts", `func f() { Init(ClientOptions{}) }`, "queues"},
		{"starts in a literal", `func f() { _ = func() { Init(ClientOptions{}) } }`, "queues"},
		{"empties", `func f() { Flush(1) }`, "empties"},
		{"empties later", `func f() func() { return func() { Flush(1) } }`, "empties"},
		{"hands on what empties", `func f() func(int) bool { return Flush }`, "empties"},
		{"both through functions", `func f() { g(); defer h() }; func g() { Init(ClientOptions{}) }; func h() { Flush(1) }`, "queues|empties"},
		{"in a goroutine of a function", `func f() { go g() }; func g() { Flush(1) }`, ""},
		{"another of that name", `type t struct{}; func (t) Init() {}; func f(x t) { x.Init() }`, ""},
	}
	for _, test := range tests {
		t.Run(test.Name, func(t *testing.T) {
			for _, foreign := range []bool{false, true} {
				s := snippet.CheckAs(t, "github.com/getsentry/sentry-go", sentry+test.Src)
				want := test.Want
				if foreign {
					want = ""
				}
				if got := facettest.Names(facettest.Compute(t, s, foreign, exit.Facet, telemetry.Facet).RowOf(t, "f").Does & telemetry.Facet.Does); got != want {
					t.Errorf("%s\nforeign %t: got %q, want %q", test.Src, foreign, got, want)
				}
			}
		})
	}
}
