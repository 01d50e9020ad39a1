// Package result finds what the analyzers that one requires have found out.
package result

import "golang.org/x/tools/go/analysis"

// Of returns the result of type T that one of the analyzers that pass requires has, or the zero value if none has one. It goes
// by the type and not by the analyzer, because each suite has analyzers of its own.
func Of[T any](pass *analysis.Pass) T {
	for _, r := range pass.ResultOf {
		if r, ok := r.(T); ok {
			return r
		}
	}
	var none T
	return none
}
