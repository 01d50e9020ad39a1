// Package loggers ends the process in the words of many loggers.
package loggers

import (
	"bufio"
	"context"
	"log/slog"
	"os"

	"github.com/rs/zerolog"
	zlog "github.com/rs/zerolog/log"
	"github.com/sirupsen/logrus"
	"github.com/spf13/cobra"
	"go.uber.org/zap"
	"k8s.io/klog/v2"
)

func zeroLog(w *bufio.Writer, err error) {
	defer w.Flush()
	zlog.Fatal().Err(err).Msg("no") // want `w\.Flush never runs`
}

func zeroLogSends(w *bufio.Writer, l zerolog.Logger) {
	defer w.Flush()
	l.Fatal().Str("k", "v").Send() // want `w\.Flush never runs`
}

func zeroLogInSteps(w *bufio.Writer, l zerolog.Logger) {
	defer w.Flush()
	e := l.Fatal()
	e.Msgf("no %d", 1) // want `w\.Flush never runs`
}

func zeroLogOthers(w *bufio.Writer, l zerolog.Logger, err error) {
	defer w.Flush()
	zlog.Error().Err(err).Msg("yes")
	l.Info().Str("k", "v").Send()
	l.Panic().Msg("runs defers")
}

func zappedSugar(w *bufio.Writer, l *zap.Logger) {
	defer w.Flush()
	l.Sugar().Fatalw("no", "k", 1) // want `Fatalw ends the process .* w\.Flush never runs`
}

func zapped(w *bufio.Writer, l *zap.Logger) {
	defer w.Flush()
	l.Fatal("no") // want `l\.Fatal ends the process .* w\.Flush never runs`
}

func zapSyncIsNoLoss(l *zap.Logger) {
	defer l.Sync()
	l.Fatal("no")
}

func zapPanics(w *bufio.Writer, l *zap.Logger) {
	defer w.Flush()
	l.Panic("runs defers")
}

func logrusEntry(w *bufio.Writer, l *logrus.Logger) {
	defer w.Flush()
	l.Info("yes")
	l.WithField("k", 1).Fatal("no") // want `Fatal ends the process .* w\.Flush never runs`
}

func logrusInterface(w *bufio.Writer, l logrus.FieldLogger) {
	defer w.Flush()
	l.Fatalf("no") // want `w\.Flush never runs`
}

func kube(w *bufio.Writer) {
	defer w.Flush()
	klog.Info("yes")
	klog.Exitf("no") // want `klog\.Exitf ends the process .* w\.Flush never runs`
}

func kubeFlush() {
	defer klog.Flush()
	cobra.CheckErr(new(cobra.Command).Execute()) // want `cobra\.CheckErr can end the process .* klog\.Flush never runs`
}

func kubeFlushes(w *bufio.Writer) {
	defer klog.Flush()
	if w == nil {
		klog.Fatal("it writes what it holds before it ends the process")
	}
	defer w.Flush()
	kubeDies() // want `kubeDies ends the process .* w\.Flush never runs`
}

func kubeWrapped() {
	defer klog.Flush()
	kubeDies()
}

func kubeMayDie(err error) {
	defer klog.Flush()
	if err != nil {
		kubeChecks(err)
	}
}

func kubeChecks(err error) {
	if err != nil {
		klog.Exitf("no: %v", err)
	}
}

func kubeDies() { klog.Exit("no") }

// logger is what many programs make of slog, which has no Fatal.
type logger struct{ *slog.Logger }

// Fatal ends the process.
func (l logger) Fatal(msg string, args ...any) {
	l.Log(context.Background(), slog.LevelError+4, msg, args...)
	os.Exit(1)
}

func fatal(msg string, args ...any) { logger{slog.Default()}.Fatal(msg, args...) }

func wrapped(w *bufio.Writer, l logger, err error) {
	defer w.Flush()
	l.Error("yes")
	slog.Error("yes", "err", err)
	if l.Enabled(context.Background(), slog.LevelInfo) {
		l.Fatal("no", "err", err) // want `l\.Fatal ends the process and w\.Flush never runs`
	}
}

func wrappedAgain(w *bufio.Writer) {
	defer w.Flush()
	fatal("no") // want `fatal ends the process and w\.Flush never runs`
}

// A logger of the program's own, behind an interface.
type ownLog interface {
	Info(text string)
	Fatal(text string)
}

func ownLogger(l ownLog, f *os.File) {
	w := bufio.NewWriter(f)
	defer w.Flush()
	if err := setUp(l); err != nil {
		l.Fatal(err.Error()) // want `l\.Fatal ends the process and w\.Flush never runs`
	}
}

func inCallee(l ownLog, f *os.File) {
	w := bufio.NewWriter(f)
	defer w.Flush()
	setUp(l) // want `setUp can end the process \(through Fatal, loggers/loggers\.go:\d+\) and w\.Flush never runs`
}

func setUp(l ownLog) error {
	if _, err := os.Stat("there"); err != nil {
		l.Fatal(err.Error())
	}
	return nil
}

// What is called like a logger's method and says how it went returns, and so does that of a test.
type outcome interface{ Fatal(text string) error }

type testing interface {
	Helper()
	Fatal(text string)
}

func comesBack(o outcome, t testing, f *os.File) error {
	w := bufio.NewWriter(f)
	defer w.Flush()
	t.Fatal("no")
	return o.Fatal("no")
}
