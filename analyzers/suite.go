package analyzers

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/ignores"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/checks"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/options"
)

// Suite is every check, in alphabetical order, as its package has it: a variable called Analyzer. They share settings, which
// their flags change; New makes suites that leave each other alone.
var Suite = suite()

func suite() []*analysis.Analyzer {
	all := []*analysis.Analyzer{ignores.Analyzer}
	for _, c := range checks.List {
		all = append(all, c.Analyzer)
	}
	slices.SortFunc(all, func(a, b *analysis.Analyzer) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// New returns every check, as Suite does, with settings of its own. The error, if there is one, is a *SettingError.
//
// Suites with different settings may run in one process, and at the same time, but not in one run of a driver: a type of facts
// belongs to one analyzer of a run.
func New(s Settings) ([]*analysis.Analyzer, error) {
	o, err := options.New(options.Settings(s), docs.Known(Documentation()))
	if err != nil {
		return nil, err
	}
	return o.Bind(Suite...), nil
}

// A Category documents one kind of finding.
type Category = docs.Category

// A Check documents one analyzer.
type Check = docs.Check

// Documentation returns the documentation of every check, in alphabetical order.
func Documentation() []Check { return docs.All(append(checks.Texts(), ignores.Doc)...) }

// Categories returns the documentation of every kind of finding, sorted by check and then in the order of its doc.go.
func Categories() []Category {
	var all []Category
	for _, c := range Documentation() {
		all = append(all, c.Categories...)
	}
	return all
}
