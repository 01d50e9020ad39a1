// Package log is a log of the program's own.
package log

import "fmt"

func Errorf(format string, args ...any) { fmt.Printf(format, args...) }
