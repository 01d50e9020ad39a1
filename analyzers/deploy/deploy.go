package deploy

import (
	_ "embed"
	"go/token"
	"reflect"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/duration"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// Doc is the documentation of the check, as its doc.go has it.
//
//go:embed doc.go
var Doc string

// Analyzer stands for the check among the others: it is switched on and off like them. It reports nothing itself, but says
// what a package needs of its deployment: the findings are made by the standalone command, for no other driver knows about
// files that are not Go.
var Analyzer = docs.Describe(Doc, &analysis.Analyzer{
	Requires:   []*analysis.Analyzer{summary.Analyzer},
	ResultType: reflect.TypeFor[*Needs](),
	Run:        run,
})

// Needs is what one package says about how its program hears of its end, and what it does then.
type Needs struct {
	Signals    []Signal // those that it asks for, in the order of the source
	AnySignal  bool     // it asks for every one, or it cannot be seen for which
	WaysOut    []WayOut // each may be taken
	HealthURLs []HealthURL
	Requests   []RequestLimit
	Deeds      map[string]*Deed    // of functions of the package, by their full names
	Methods    map[string][]string // full names of those that an interface may have, by their shapes
	Uses       []string            // functions and types of other packages of the module
}

// A Signal is one that a program asks for.
type Signal struct {
	Number int
	At     token.Position
}

// A WayOut is what happens between the signal and the end, in one function.
type WayOut struct {
	Lasts time.Duration // at most, as far as it can be seen; more happens if other functions do more
	Steps []Step        // that make it last, longest first
	Doors []string      // who uses none of these functions and types, from another package, does not come here
}

// A Step of a way out takes a while, or may.
type Step struct {
	What  string // "the stop", "a delay" …
	Lasts time.Duration
	At    token.Position
	Flag  string // the flag whose default Lasts is, or ""
}

// A HealthURL is a path at which a program tells how it is.
type HealthURL struct {
	Path  string
	At    token.Position
	Named bool   // the path says that it is for that
	Func  string // the full name of the function that answers there, or makes what does
	Deed  *Deed  // what answers there, if that has no name; nil if it is not known
}

// A Deed is what a function does that matters to those who ask how the program is.
type Deed struct {
	Asks   []Ask    // what it asks itself, and waits for
	Calls  []string // the functions of the module that it calls; of methods of interfaces the shapes
	Fails  bool     // it may answer that something is wrong
	Caches bool     // it looks at how old something is: perhaps the answer
	Fixed  bool     // it answers a request, and looks at nothing that may change but for what it asks,

	FixedIf []string // as far as these functions of other packages do not
}

// An Ask is a question to a database, a cache or a queue.
type Ask struct {
	What string // the function, as the source has it
	At   token.Position
}

// A RequestLimit is how long a request may take.
type RequestLimit struct {
	Kind RequestKind
	Step
	Doors []string // as those of a WayOut
}

// A RequestKind says whom a limit is for.
type RequestKind int

// Kinds of limits.
const (
	ByServer  RequestKind = iota // all requests of a server
	ByHandler                    // those to some handler
)

func run(pass *analysis.Pass) (any, error) {
	r := &reader{Summary: summary.Of(pass), pass: pass}
	needs := new(Needs)
	r.signals(needs)
	r.waysOut(needs)
	r.calls = r.known()
	r.deeds(needs)
	r.health(needs)
	r.requests(needs)
	needs.Uses = r.uses()
	return needs, nil
}

// A reader finds out what a package needs.
type reader struct {
	*summary.Summary
	pass  *analysis.Pass
	ways  map[token.Pos]*way // by function
	calls []knownCall
}

func (r *reader) at(pos token.Pos) token.Position { return r.pass.Fset.Position(pos) }

func (r *reader) durations() *duration.Reader {
	return &duration.Reader{Index: r.Index, Graph: r.Graph}
}
