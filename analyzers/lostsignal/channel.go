package lostsignal

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/slots"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// unbuffered reports a channel without a buffer, at the call of Notify where that stands in the same function.
func (c *check) unbuffered(ch *channel) {
	if !ch.made.Effect.Has(resource.Unbuffered) || ch.inline() {
		return
	}
	if ch.made.Func != nil && ch.made.Effect.Has(resource.Notifies) {
		return // the package that made it has given it to Notify, and says so
	}
	made, notify := ch.made.Cur, ch.notifies[0]
	for _, call := range ch.notifies {
		if sameFunction(made, call) {
			notify = call
			break
		}
	}
	at, other, label := notify, made, "the channel is made here"
	if c.onUnbuffered[notify] {
		at, other, label = made, notify, "it is given to Notify here" // several channels come to one call
	}
	c.onUnbuffered[notify] = true
	message := c.name(ch) + " has no buffer: a signal that arrives while nobody is receiving is dropped"
	if ch.does.Any(stops) {
		message += ", and the program does not stop"
	}
	c.Report(report.Finding{
		Range:    at.Node(),
		Category: "signal-unbuffered",
		Message:  message,
		Related:  []analysis.RelatedInformation{report.Related(other.Node(), "%s", label)},
		Fixes:    c.addBuffer(ch),
	})
}

// addBuffer gives the channel room for one signal.
func (c *check) addBuffer(ch *channel) []analysis.SuggestedFix {
	call := ch.made.Cur.Node().(*ast.CallExpr)
	b := fix.At(c.pass, call.Pos())
	if ch.made.Func != nil || b == nil {
		return nil // made in another package
	}
	if len(call.Args) > 1 {
		b.Replace(call.Args[1], "1")
	} else {
		b.Insert(call.Args[0].End(), ", 1")
	}
	return []analysis.SuggestedFix{b.Fix("Give the channel a buffer of one")}
}

// inline reports whether the channel is made where it is given to Notify, so that nobody can receive from it: a way to
// ignore signals.
func (ch *channel) inline() bool {
	return ch.made.Cur.ParentEdgeKind() == edge.CallExpr_Args && slices.Contains(ch.notifies, ch.made.Cur.Parent())
}

// name returns what the source calls the channel.
func (c *check) name(ch *channel) string {
	for _, call := range ch.notifies {
		for _, arg := range call.Node().(*ast.CallExpr).Args {
			if resource.KindOf(c.Info.TypeOf(arg)) == resource.SignalChan {
				if name := naming(arg); name != "" {
					return name
				}
			}
		}
	}
	return "this channel"
}

// naming returns the text of a plain name such as c or s.c, or "".
func naming(e ast.Expr) string {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		if x := naming(e.X); x != "" {
			return x + "." + e.Sel.Name
		}
	}
	return ""
}

const stops = resource.OnSIGINT | resource.OnSIGTERM

// unheardChannel reports a channel from which nobody receives.
func (c *check) unheardChannel(ch *channel) {
	if len(ch.receives) > 0 || ch.lost || ch.stopped || ch.made.Func != nil || ch.made.Cur.ParentEdgeKind() == edge.CallExpr_Args {
		return // made for a call, it was never meant to be received from
	}
	if !ch.does.Any(stops) && !ch.every || c.polled(ch) || !c.Sites().Live(ch.notifies[0]) {
		return // whoever asks for SIGPIPE or SIGHUP only, and never looks, wants to ignore it
	}
	if c.heardAnyway(ch) {
		return // every channel gets the signal
	}
	c.Report(report.Finding{
		Range:    ch.notifies[0].Node(),
		Category: "signal-unheard",
		Message:  "nobody ever receives from " + c.name(ch) + ": the signal no longer ends the process, and nothing else does until SIGKILL",
		Remedy:   "receive from it, or drop the registration",
	})
}

// heardAnyway reports whether the function that registers the channel receives the same signals from another one, which it has made or
// got from a function of another package that makes such channels.
func (c *check) heardAnyway(ch *channel) bool {
	here := func(cur inspector.Cursor) bool { return sameFunction(cur, ch.notifies[0]) }
	for _, other := range c.channels {
		if other != ch && (other.does.Any(ch.does) || other.every) && slices.ContainsFunc(other.receives, here) {
			return true
		}
	}
	return slices.ContainsFunc(slots.Creations(c.Package, resource.SignalChan), func(made slots.Creation) bool {
		row := c.Ask(made.Func)
		return row != nil && row.Does.Any(ch.does) && here(made.Cur)
	})
}

// polled reports whether the program asks for the length of the channel.
func (c *check) polled(ch *channel) bool {
	for obj := range ch.fate.Views {
		for _, use := range c.Uses(obj) {
			for cur := use; cur.Node() != nil; cur = cur.Parent() {
				if call, ok := cur.Node().(*ast.CallExpr); ok {
					if c.Builtin(call) == "len" {
						return true
					}
					break
				}
				if _, ok := cur.Node().(ast.Expr); !ok {
					break
				}
			}
		}
	}
	return false
}

// anyChannel reports a channel that gets every signal, where the first of them ends the program.
func (c *check) anyChannel(ch *channel) {
	if !ch.every || ch.lost || len(ch.receives) == 0 {
		return
	}
	for _, at := range ch.receives {
		if !c.blind(at) {
			return
		}
	}
	for _, r := range c.registrations {
		if r.Set.Every && slices.Contains(ch.notifies, r.Call) {
			c.reportAny(r.Call, c.name(ch)+" gets every signal")
			return
		}
	}
}

func (c *check) reportAny(call inspector.Cursor, fact string) {
	c.Report(report.Finding{
		Range:    call.Node(),
		Category: "signal-any",
		Message:  fact + ", and the first one ends the wait: SIGURG (which Go sends to itself), SIGPIPE (a client hung up) and SIGWINCH stop the program too",
		Remedy:   "name the signals",
		Fixes:    c.nameSignals(call),
	})
}

// nameSignals adds to a call without signals those that somebody sends to end the program: SIGHUP comes when a terminal is closed, and
// would kill the process if nobody asked for it any more.
func (c *check) nameSignals(call inspector.Cursor) []analysis.SuggestedFix {
	n := call.Node().(*ast.CallExpr)
	b := fix.At(c.pass, n.Pos())
	if b == nil || len(n.Args) != 1 {
		return nil
	}
	syscall := b.Import("syscall")
	b.Insert(n.Args[0].End(), ", %sInterrupt, %sSIGTERM, %sSIGHUP", b.Import("os"), syscall, syscall)
	return []analysis.SuggestedFix{b.Fix("Listen to SIGINT, SIGTERM and SIGHUP only")}
}

// blind reports whether what is received at cur ends a wait, whichever signal it is: it is received once, and looked at
// for printing at most.
func (c *check) blind(cur inspector.Cursor) bool {
	if _, ok := cur.Node().(*ast.UnaryExpr); !ok {
		return false // a range over the channel goes on, or a callee in another package receives
	}
	fn := c.Graph(index.Function(cur))
	if fn == nil {
		return false
	}
	p, ok := fn.Find(cur.Node())
	if !ok || fn.Reaches(p, p) {
		return false
	}
	return c.shown(cur)
}

// shown reports whether the value of the expression at cur is dropped, or goes nowhere but into some text.
func (c *check) shown(cur inspector.Cursor) bool {
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	parent := cur.Parent()
	switch kind, i := cur.ParentEdge(); kind {
	case edge.ExprStmt_X:
		return true
	case edge.AssignStmt_Rhs:
		id, ok := parent.Node().(*ast.AssignStmt).Lhs[i].(*ast.Ident)
		if !ok {
			return false
		}
		v, ok := c.Info.ObjectOf(id).(*types.Var)
		if id.Name == "_" {
			return true
		}
		return ok && !slices.ContainsFunc(c.Uses(v), func(use inspector.Cursor) bool {
			return use.ParentEdgeKind() != edge.AssignStmt_Lhs && !c.shown(use)
		})
	case edge.SelectorExpr_X:
		return parent.ParentEdgeKind() == edge.CallExpr_Fun && parent.Node().(*ast.SelectorExpr).Sel.Name == "String" && !compared(parent.Parent())
	case edge.CallExpr_Args:
		sig, ok := c.Info.TypeOf(parent.Node().(*ast.CallExpr).Fun).Underlying().(*types.Signature)
		return ok && takesAnything(sig, i)
	}
	return false
}

// compared reports whether the text at cur is compared with another, or switched on.
func compared(cur inspector.Cursor) bool {
	switch cur.ParentEdgeKind() {
	case edge.BinaryExpr_X, edge.BinaryExpr_Y:
		op := cur.Parent().Node().(*ast.BinaryExpr).Op
		return op == token.EQL || op == token.NEQ
	case edge.SwitchStmt_Tag, edge.AssignStmt_Rhs:
		return true
	}
	return false
}

// takesAnything reports whether the i'th argument is one of a variadic ...any: the operand of some Printf.
func takesAnything(sig *types.Signature, i int) bool {
	if !sig.Variadic() || i < sig.Params().Len()-1 {
		return false
	}
	list, ok := sig.Params().At(sig.Params().Len() - 1).Type().(*types.Slice)
	if !ok {
		return false // append([]byte, string...)
	}
	it, ok := list.Elem().Underlying().(*types.Interface)
	return ok && it.Empty()
}
