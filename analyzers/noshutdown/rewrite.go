package noshutdown

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// rewriteMain offers the rewrite of the call at cur as a server that stops on a signal, where it is the last statement
// of func main.
func rewriteMain(pass *analysis.Pass, s *summary.Summary, call inspector.Cursor) []analysis.SuggestedFix {
	return nil
}
