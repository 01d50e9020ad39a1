package lifecycle

import (
	"go/ast"
	"go/constant"
	"go/types"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
)

// A Detail is what is known of a node that makes no difference to what comes before or behind what. It is for pictures.
type Detail struct {
	Limit   *Limit // of what takes a while; nil if it is not known
	Status  int    // Exit: with which status; NoStatus if it is not known
	Unready bool   // Pass: from here on the program tells the platform to send nothing any more
	Asks    Object // Pass: the channel to which signals are sent from here on
	Other   bool   // and that are none by which a program is told to end
	Text    string // Tell: what is sent to, or closed
}

// NoStatus is a status that is not known.
const NoStatus = -1

// detail adds to n, a node for what stands at cur, what pictures want to know.
func (w *writer) detail(cur inspector.Cursor, n *Node) {
	call, _ := cur.Node().(*ast.CallExpr)
	if call == nil {
		return
	}
	fn := w.Callee(call)
	var limit *Limit
	switch n.Kind {
	case Exit:
		n.Detail = &Detail{Status: w.exitStatus(call, fn)}
	case Delay:
		if len(call.Args) > 0 {
			limit = w.limit(cur.ChildAt(edge.CallExpr_Args, 0))
		}
	case Drain, Flush, End, Await:
		limit = w.limitOf(cur, fn)
		if row := w.Row(fn); limit == nil && n.Kind == Drain && row != nil && !takesTime(fn) {
			limit = &Limit{None: true}
		}
	}
	if limit != nil {
		n.Detail = &Detail{Limit: limit}
	}
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
		return Node{Kind: Pass, Detail: &Detail{Unready: true}}, true
	case fn.FullName() == "os/signal.Notify" && len(call.Args) > 1:
		d := &Detail{Asks: w.object(cur.ChildAt(edge.CallExpr_Args, 0)), Other: true}
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
	return l.upTo(Root{Func: fn, Script: fn.FullName()}, large)
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
