// Package logs has a logger of the program's own.
package logs

import (
	"fmt"
	"log/slog"
)

// A Logger logs.
type Logger interface {
	Errorf(format string, args ...any)
	Infof(format string, args ...any)
}

// New returns one.
func New() Logger { return logger{} }

type logger struct{}

func (logger) Errorf(format string, args ...any) { slog.Error(fmt.Sprintf(format, args...)) }

func (logger) Infof(format string, args ...any) { slog.Info(fmt.Sprintf(format, args...)) }
