package lostsignal

import (
	"cmp"
	_ "embed"
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/signals"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/slots"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// Doc is the documentation of the check, as its doc.go has it.
//
//go:embed doc.go
var Doc string

// Analyzer is the check.
var Analyzer = docs.Describe(Doc, &analysis.Analyzer{
	Requires:   slices.Concat(report.Requires, []*analysis.Analyzer{summary.Analyzer}),
	ResultType: report.ResultType,
	Run:        run,
})

// A check is the work on one package.
type check struct {
	*summary.Summary
	*report.Reporter
	pass          *analysis.Pass
	registrations []signals.Registration
	channels      []*channel
	onUnbuffered  map[inspector.Cursor]bool // calls of Notify that have a report
}

func run(pass *analysis.Pass) (any, error) {
	c := &check{Summary: summary.Of(pass), Reporter: report.New(pass), pass: pass, onUnbuffered: make(map[inspector.Cursor]bool)}
	c.registrations = signals.In(c.Package, &c.Fact.Signals)
	c.channels = c.findChannels()
	for _, ch := range c.channels {
		c.unbuffered(ch)
		c.unheardChannel(ch)
		c.anyChannel(ch)
		c.closedAgain(ch)
	}
	for _, r := range c.registrations {
		if ctx, ok := c.signalContext(r); ok {
			c.unheardContext(ctx)
			c.anyContext(ctx)
			c.deaf(ctx)
		}
		fixed := c.untrappable(r)
		c.noSIGTERM(r, fixed)
	}
	c.ignored()
	c.late()
	return c.Result(), nil
}

// A channel is one channel of signals that is made here and given to Notify.
type channel struct {
	made     slots.Creation
	fate     *trace.Fate
	notifies []inspector.Cursor // calls, in the order of the source
	receives []inspector.Cursor
	stopped  bool          // by signal.Stop
	lost     bool          // it goes where nobody knows what becomes of it
	does     resource.Does // the signals that are asked for
	every    bool          // by a call that names none
}

func (c *check) findChannels() []*channel {
	var found []*channel
	for _, made := range slots.Creations(c.Package, resource.SignalChan) {
		if made.Func != nil && made.Func.Pkg() == c.Pkg {
			continue // found where that function makes it
		}
		ch := &channel{made: made, fate: made.Follow(c.Tracer())}
		for _, e := range ch.fate.Events {
			switch {
			case e.Effect.Has(resource.Notifies) && e.Kind == trace.Passed:
				ch.notifies = append(ch.notifies, e.At)
			case e.Effect.Has(resource.Unnotifies):
				ch.stopped = true
			case e.Effect.Has(resource.Escapes) || e.Kind == trace.Left || e.Kind == trace.Lost:
				ch.lost = true
			}
			if e.Effect.Has(resource.Receives) {
				ch.receives = append(ch.receives, e.At)
			}
		}
		if len(ch.notifies) == 0 {
			continue
		}
		slices.SortFunc(ch.notifies, byPosition)
		slices.SortFunc(ch.receives, byPosition)
		for _, call := range ch.notifies {
			set := c.asked(call)
			ch.does |= set.Does
			ch.every = ch.every || set.Every
		}
		found = append(found, ch)
	}
	return found
}

func byPosition(a, b inspector.Cursor) int { return cmp.Compare(a.Node().Pos(), b.Node().Pos()) }

// asked returns the signals that the call, which gives a channel to Notify, asks for.
func (c *check) asked(call inspector.Cursor) signals.Set {
	for _, r := range c.registrations {
		if r.Call == call {
			return r.Set
		}
	}
	var set signals.Set
	if row := c.Ask(c.Resolve(call.Node().(*ast.CallExpr))); row != nil {
		set.Does = row.Does // a function that names the signals itself
	}
	return set
}

// sameFunction reports whether a and b stand in one function, or in literals in it.
func sameFunction(a, b inspector.Cursor) bool {
	d := index.Outermost(a)
	return d.Valid() && index.Outermost(b) == d
}
