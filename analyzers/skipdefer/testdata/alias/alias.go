// Package alias calls by other names.
package alias

import (
	"bufio"
	. "log"
	stop "os"
)

func dot(w *bufio.Writer) {
	defer w.Flush()
	Fatal("no") // want `Fatal ends the process .* w\.Flush never runs`
}

func renamed(w *bufio.Writer) {
	defer w.Flush()
	stop.Exit(1) // want `stop\.Exit ends the process .* w\.Flush never runs`
}

func methodValue(w *bufio.Writer, l *Logger) {
	flush := w.Flush
	defer flush()
	defer w.Flush()
	l.Fatalln(pair()) // want `l\.Fatalln ends the process .* w\.Flush never runs`
}

func pair() (int, int) { return 1, 2 }

type sink struct{ out *bufio.Writer }

func (s *sink) field() {
	defer s.out.Flush()
	Fatalln("no") // want `s\.out\.Flush never runs`
}

func generic[T any](v T, use func(T) error) {
	w := bufio.NewWriter(stop.Stdout)
	defer w.Flush()
	if err := use(v); err != nil {
		or(err, v) // want `or can end the process .* w\.Flush never runs`
	}
}

func or[T any](err error, v T) {
	if err != nil {
		Fatalln(err, v)
	}
}
