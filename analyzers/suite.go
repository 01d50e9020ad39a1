package analyzers

import (
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/basectx"
	"github.com/shutdownlint/shutdownlint/analyzers/closeorder"
	"github.com/shutdownlint/shutdownlint/analyzers/deadctx"
	"github.com/shutdownlint/shutdownlint/analyzers/deploy"
	"github.com/shutdownlint/shutdownlint/analyzers/falsefatal"
	"github.com/shutdownlint/shutdownlint/analyzers/halfstop"
	"github.com/shutdownlint/shutdownlint/analyzers/ignores"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/deps"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/options"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/lostsignal"
	"github.com/shutdownlint/shutdownlint/analyzers/nakedgo"
	"github.com/shutdownlint/shutdownlint/analyzers/nodeadline"
	"github.com/shutdownlint/shutdownlint/analyzers/norecovery"
	"github.com/shutdownlint/shutdownlint/analyzers/noshutdown"
	"github.com/shutdownlint/shutdownlint/analyzers/notimeout"
	"github.com/shutdownlint/shutdownlint/analyzers/rowserr"
	"github.com/shutdownlint/shutdownlint/analyzers/skipdefer"
	"github.com/shutdownlint/shutdownlint/analyzers/unawaited"
	"github.com/shutdownlint/shutdownlint/analyzers/unclosed"
	"github.com/shutdownlint/shutdownlint/analyzers/unflushed"
	"github.com/shutdownlint/shutdownlint/analyzers/unwaited"
)

// Suite is every check: those below, the one that looks at their ignore comments, and Deploy.
var Suite = append(checks[:len(checks):len(checks)], ignores.New(checks, documented), Deploy)

// Deploy stands for the check of deployment files, whose findings the standalone command makes.
var Deploy = deploy.Analyzer

// checks are all others, in alphabetical order.
var checks = []*analysis.Analyzer{
	basectx.Analyzer,
	closeorder.Analyzer,
	deadctx.Analyzer,
	falsefatal.Analyzer,
	halfstop.Analyzer,
	lostsignal.Analyzer,
	nakedgo.Analyzer,
	nodeadline.Analyzer,
	norecovery.Analyzer,
	noshutdown.Analyzer,
	notimeout.Analyzer,
	rowserr.Analyzer,
	skipdefer.Analyzer,
	unawaited.Analyzer,
	unclosed.Analyzer,
	unflushed.Analyzer,
	unwaited.Analyzer,
}

// What Deploy finds out about each package.
type (
	Needs     = deploy.Needs
	Signal    = deploy.Signal
	WayOut    = deploy.WayOut
	Step      = deploy.Step
	HealthURL = deploy.HealthURL
)

// sources are the texts of the checks' doc.go files, in alphabetical order.
var sources = []string{
	basectx.Doc,
	closeorder.Doc,
	deadctx.Doc,
	deploy.Doc,
	falsefatal.Doc,
	halfstop.Doc,
	ignores.Doc,
	lostsignal.Doc,
	nakedgo.Doc,
	nodeadline.Doc,
	norecovery.Doc,
	noshutdown.Doc,
	notimeout.Doc,
	rowserr.Doc,
	skipdefer.Doc,
	unawaited.Doc,
	unclosed.Doc,
	unflushed.Doc,
	unwaited.Doc,
}

// Summary is the one analyzer with facts. A driver runs it, and nothing else, where only facts are wanted.
var Summary = summary.Analyzer

// FactRoots are the analyzers to run where only facts about a package are wanted. There are none about the standard
// library, which the table of libraries knows. modulePath is empty for packages outside of modules.
func FactRoots(importPath, modulePath string) []*analysis.Analyzer {
	if modulePath == "" && resource.IsStandard(importPath) {
		return nil
	}
	return []*analysis.Analyzer{Summary}
}

// Options carries the flags that all checks share; a driver puts them among its own.
var Options = options.Analyzer

// Dependencies is the analyzer whose result a driver that runs no pass on dependencies replaces by *Sources of its own.
var Dependencies = deps.Analyzer

// What a driver needs to give the checks access to the source of dependencies.
type (
	Sources = deps.Sources
	Source  = deps.Source
	Func    = deps.Func
)

// A Category documents one kind of finding.
type Category = docs.Category

// documented reports whether there is a category of that name.
func documented(id string) bool {
	return slices.ContainsFunc(Categories(), func(c Category) bool { return c.ID == id })
}

// A Check documents one analyzer.
type Check = docs.Check

// Documentation returns the documentation of every check, in alphabetical order.
func Documentation() []Check {
	var all []Check
	for _, src := range sources {
		c, err := docs.Parse(src)
		if err != nil {
			continue // Describe has panicked already
		}
		all = append(all, *c)
	}
	return all
}

// Categories returns the documentation of every kind of finding, sorted by check and then in the order of its doc.go.
func Categories() []Category {
	var all []Category
	for _, c := range Documentation() {
		all = append(all, c.Categories...)
	}
	return all
}
