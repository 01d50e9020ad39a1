package lifecycle

import (
	"go/ast"
	"go/constant"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/duration"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Detail is what is known of a node that makes no difference to what comes before or behind what. It is for pictures.
type Detail struct {
	Limit   *Limit // of what takes a while; nil if it is not known
	Status  int    // Exit: with which status; NoStatus if it is not known
	Package string // of the function that is called
	Unready bool   // Pass: from here on the program tells the platform to send nothing any more
	Asks    Object // Pass: the channel to which signals are sent from here on
	Other   bool   // and that are none by which a program is told to end
	Text    string // Tell: what is sent to, or closed
}

// NoStatus is a status that is not known.
const NoStatus = -1

// A Limit says how long something may last at most. The zero Limit is a deadline of which nobody knows how long it is.
type Limit struct {
	Lasts time.Duration // 0 if it is not known
	Flag  string        // the flag whose default Lasts is, or ""
	Text  string        // the expression that says how long, if that is not known
	From  string        // the place where the time begins to run, or "": with the event
	Param string        // the parameter by which it is given
	None  bool          // nothing bounds it
	Over  bool          // the time is up before it begins

	Each bool // it is another one each time around a loop

	Signal bool // it ends at a signal
}

// detail adds to n, a node for what stands at cur, what pictures want to know.
func (w *writer) detail(cur inspector.Cursor, n *Node) {
	call, _ := cur.Node().(*ast.CallExpr)
	if call == nil {
		return
	}
	fn := w.Callee(call)
	n.Detail = &Detail{}
	if fn != nil {
		n.Detail.Package = path(fn)
	}
	switch n.Kind {
	case Exit:
		n.Detail.Status = w.exitStatus(call, fn)
	case Delay:
		if len(call.Args) > 0 {
			n.Detail.Limit = w.limit(cur.ChildAt(edge.CallExpr_Args, 0))
		}
	case Drain, Flush, End, Await:
		n.Detail.Limit = w.limitOf(cur, fn)
		if row := w.Row(fn); n.Detail.Limit == nil && n.Kind == Drain && row != nil && !takesTime(fn) {
			n.Detail.Limit = &Limit{None: true}
		}
	}
}

// limitOf returns what bounds the call at cur by one of its arguments: a context, or a duration.
func (w *writer) limitOf(cur inspector.Cursor, fn *types.Func) *Limit {
	call := cur.Node().(*ast.CallExpr)
	for i, arg := range call.Args {
		if t := w.Info.TypeOf(arg); t != nil && (resource.IsContext(t) || isDuration(t)) {
			at := cur.ChildAt(edge.CallExpr_Args, i)
			l := w.limit(at)
			if l != nil && resource.IsContext(t) {
				l.Over = w.Contexts().Ended(at).Reason != ctxflow.Alive
				l.Each = w.anew(at)
			}
			return l
		}
	}
	return nil
}

// anew reports whether the context at cur is made in the loop that cur stands in.
func (w *writer) anew(cur inspector.Cursor) bool {
	for loop := range cur.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		n := loop.Node()
		return slices.ContainsFunc(w.Contexts().Of(cur), func(c *ctxflow.Context) bool {
			return n.Pos() <= c.At.Node().Pos() && c.At.Node().End() <= n.End()
		})
	}
	return false
}

func takesTime(fn *types.Func) bool {
	return resource.Some(fn.Signature().Params(), func(t types.Type) bool { return resource.IsContext(t) || isDuration(t) })
}

func isDuration(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Duration" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "time"
}

// limit returns what the expression at cur, a context or a duration, bounds; nil if that is not known.
func (b *builder) limit(cur inspector.Cursor) *Limit {
	t := b.Info.TypeOf(cur.Node().(ast.Expr))
	switch {
	case t == nil:
		return nil
	case isDuration(t):
		return b.lasts(cur)
	case resource.IsContext(t):
		return b.deadline(cur)
	}
	return nil
}

// lasts returns how long the duration at cur is.
func (b *builder) lasts(cur inspector.Cursor) *Limit {
	durations := &duration.Reader{Index: b.Index, Graph: b.Graph, Fields: true}
	if d, flag, ok := durations.Of(cur); ok {
		return &Limit{Lasts: d, Flag: flag}
	}
	l := &Limit{Text: types.ExprString(cur.Node().(ast.Expr))}
	if o := b.object(cur); strings.HasPrefix(o.Root, "param ") && o.Path == "" {
		l.Param = o.Root
	}
	return l
}

// deadline returns what the context at cur bounds: the shortest time that is known.
func (b *builder) deadline(cur inspector.Cursor) *Limit {
	contexts := b.Contexts().Of(cur)
	if len(contexts) != 1 {
		return nil
	}
	var found *Limit
	unknown, signal := false, false
	contexts[0].Chain(func(c *ctxflow.Context) bool {
		signal = signal || c.Does.Has(resource.OnSignal)
		switch {
		case c.Does.Has(resource.Limits):
			if l := b.timeout(c); found == nil || l.Lasts > 0 && (l.Lasts < found.Lasts || found.Lasts == 0) {
				found = l
			}
		case c.Var != nil && found == nil:
			if o := b.contextVar(c); strings.HasPrefix(o.Root, "param ") && o.Path == "" {
				found = &Limit{Param: o.Root, Text: types.ExprString(cur.Node().(ast.Expr))}
			}
			unknown = true
		case len(c.Parent) == 0 && !c.Does.Any(resource.Unending|resource.OnSignal):
			unknown = true
		}
		return false
	})
	switch {
	case found == nil && (signal || !unknown):
		found = &Limit{None: true, Signal: signal}
	case found != nil:
		found.Signal = signal
	}
	return found
}

// timeout returns the deadline that the call sets which makes c.
func (b *builder) timeout(c *ctxflow.Context) *Limit {
	call, ok := c.At.Node().(*ast.CallExpr)
	if !ok || len(call.Args) < 2 {
		return &Limit{}
	}
	arg := b.unparen(c.At.ChildAt(edge.CallExpr_Args, 1))
	if add, ok := arg.Node().(*ast.CallExpr); ok && len(add.Args) == 1 { // time.Now().Add(d)
		if fn := b.Callee(add); fn != nil && fn.FullName() == "(time.Time).Add" {
			arg = arg.ChildAt(edge.CallExpr_Args, 0)
		}
	}
	l := &Limit{Text: types.ExprString(arg.Node().(ast.Expr))}
	if isDuration(b.Info.TypeOf(arg.Node().(ast.Expr))) {
		l = b.lasts(arg)
	}
	l.From = b.place(c.At)
	return l
}

// exitStatus returns the status with which the call, of fn, ends the process.
func (w *writer) exitStatus(call *ast.CallExpr, fn *types.Func) int {
	switch {
	case fn == nil:
		return 2 // panic
	case len(call.Args) == 1 && (fn.FullName() == "os.Exit" || fn.FullName() == "syscall.Exit"):
		if v := w.Info.Types[call.Args[0]].Value; v != nil {
			if n, ok := constant.Int64Val(constant.ToInt(v)); ok {
				return int(n)
			}
		}
	case !w.Own(fn.Pkg()) && strings.HasPrefix(fn.Name(), "Fatal"):
		return 1
	case !w.Own(fn.Pkg()) && strings.HasPrefix(fn.Name(), "Panic"):
		return 2
	}
	return NoStatus
}

// noted returns the node for the call at cur, of fn, if it is no event but pictures want to know of it.
func (w *writer) noted(cur inspector.Cursor, fn *types.Func) (Node, bool) {
	call, _ := cur.Node().(*ast.CallExpr)
	switch {
	case call == nil:
		return Node{}, false
	case w.turnsUnready(call, fn):
		return Node{Kind: Pass, Detail: &Detail{Package: path(fn), Unready: true}}, true
	case fn.FullName() == "os/signal.Notify" && len(call.Args) > 1:
		d := &Detail{Package: path(fn), Asks: w.object(cur.ChildAt(edge.CallExpr_Args, 0)), Other: true}
		for _, arg := range call.Args[1:] {
			d.Other = d.Other && w.isOther(arg)
		}
		return Node{Kind: Pass, Detail: d}, true
	}
	return Node{}, false
}

// isOther reports whether e names a signal that is not for ending a program.
func (w *writer) isOther(e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	obj := w.Info.Uses[sel.Sel]
	if obj == nil || obj.Pkg() == nil || obj.Pkg().Path() != "syscall" && !strings.HasPrefix(obj.Pkg().Path(), "golang.org/x/sys/") {
		return false
	}
	return strings.HasPrefix(obj.Name(), "SIG") && obj.Name() != "SIGTERM" && obj.Name() != "SIGINT" && obj.Name() != "SIGQUIT"
}

// Asks returns the channel to which e has signals sent, and whether these are none by which a program is told to end.
func (e *Event) Asks() (ch Object, other bool) {
	if e.Detail == nil || !e.Detail.Asks.Known() {
		return Object{}, false
	}
	return e.Detail.Asks.in(e.env), e.Detail.Other
}

func (w *writer) turnsUnready(call *ast.CallExpr, fn *types.Func) bool {
	switch fn.FullName() {
	case "(*google.golang.org/grpc/health.Server).Shutdown":
		return true
	case "(*google.golang.org/grpc/health.Server).SetServingStatus":
		return len(call.Args) == 2 && strings.HasSuffix(types.ExprString(call.Args[1]), "NOT_SERVING")
	case "(*sync/atomic.Bool).Store":
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		v := w.Info.Types[call.Args[0]].Value
		if !ok || v == nil {
			return false
		}
		name := types.ExprString(sel.X)
		return guess.Readiness(name[strings.LastIndexByte(name, '.')+1:]) == map[bool]guess.State{true: guess.Stopping, false: guess.Ready}[constant.BoolVal(v)]
	}
	return false
}

// Limit returns how long e may last at most, with what callers say of it; nil if that is not known.
func (e *Event) Limit() *Limit {
	if e.Detail == nil || e.Detail.Limit == nil {
		return nil
	}
	l, env := *e.Detail.Limit, e.env
	for range 8 {
		if l.Param == "" {
			break
		}
		v, ok := env.value(l.Param)
		if !ok || v.Limit == nil {
			break
		}
		given := *v.Limit
		if l.From != "" {
			given.From = l.From // the time begins to run where the context is made
		}
		given.Over, given.Signal = given.Over || l.Over, given.Signal || l.Signal
		given.Each = given.Each || l.Each
		l, env = given, v.in
	}
	return &l
}

// A Place is a line of the source.
type Place struct {
	Package string // its path
	File    string // the name of the file, without its directory
	Line    int
	Column  int // 0 if it is not known
}

// Place returns where e happens; the zero Place if that is not known.
func (p *Program) Place(e *Event) Place {
	if e.Script == nil {
		return Place{}
	}
	at := Place{Package: e.Script.Package, File: e.Script.File, Line: e.Line}
	if e.at.Valid() {
		pos := p.fset.Position(e.at.Node().Pos())
		at.File, at.Line, at.Column = filepath.Base(pos.Filename), pos.Line, pos.Column
	}
	return at
}

// large is how many events a program may have to be drawn.
const large = 60_000

// Main returns what happens when the program runs whose main package this is; nil if it is none, or if that is too much to be
// looked at.
func (l *Lifecycle) Main() *Program {
	fn, ok := l.Pkg.Scope().Lookup("main").(*types.Func)
	if l.Pkg.Name() != "main" || !ok {
		return nil
	}
	for i, root := range l.roots {
		if root.Func == fn && root.Lit == 0 {
			if p := l.programs[i](); p != nil {
				return p
			}
		}
	}
	return l.upTo(Root{Func: fn}, large)
}

// Commands returns what happens when the functions of this package run that it hands to libraries for commands.
func (l *Lifecycle) Commands() []*Program {
	var all []*Program
	for i, root := range l.roots {
		if root.Command {
			if p := l.programs[i](); p != nil {
				all = append(all, p)
			}
		}
	}
	return all
}

// In reports whether the function of s, or a literal there, makes what l is about.
func (l *Limit) In(s *Script) bool { return strings.HasPrefix(l.From, inside+s.Func+" ") }
