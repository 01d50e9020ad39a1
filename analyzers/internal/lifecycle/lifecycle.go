// Package lifecycle says what a program does on the way up and on the way down, and in which order.
//
// Each function of the module that has to do with it has a script: a graph of events, such as to serve, to stop a server, to
// close a store, to wait, to tell, to start a goroutine, over its receiver, its parameters, fields and variables. A script is made
// from one body, and exported as a fact. A Program puts the scripts together that one function calls and starts, and answers what
// can happen before, beside or after what.
//
// # What it cannot see
//
// A field is the same for all values of its type, where no variables in front of it tell them apart. A variable of a function is
// the same in all its calls. A function value is followed if it can be one function only, a method of an interface if one type of
// the program implements it beside those that stand in for it in tests, or, in a loop over a list, as that of each type. What is not seen is an Await and a Tell of which nobody knows the object, so that who asks whether
// something is waited for hears that it may be.
package lifecycle

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/result"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// Analyzer writes the scripts of a package; its result is a *Lifecycle.
var Analyzer = &analysis.Analyzer{
	Name:       "lifecycle",
	Doc:        "learn what each function does on the way up and down",
	Requires:   []*analysis.Analyzer{summary.Analyzer},
	FactTypes:  []analysis.Fact{new(Package)},
	ResultType: reflect.TypeFor[*Lifecycle](),
	Run:        run,
}

// A Lifecycle has the scripts of one package, and of those of the module below it.
type Lifecycle struct {
	*summary.Summary
	fset    *token.FileSet
	scripts map[string]*Script
	roots   []Root
	builder *builder
	mu      sync.Mutex // guards what the builder remembers, when it has written the scripts

	programs []func() *Program // of the roots, made once for all checks
}

// A Root is a function of this package that has a script of its own accord, or a function literal that nobody in sight runs.
type Root struct {
	Func    *types.Func      // nil for a literal outside of functions
	Free    inspector.Cursor // that literal
	Script  string           // the name of the script
	Lit     int
	Command bool // it does what the program was called for, which ends when it returns
	Fails   bool // its error is the program's
}

func (r Root) String() string {
	switch {
	case r.Lit == 0 && r.Func != nil:
		return r.Func.Name()
	case r.Command:
		return "the command"
	}
	return "the function"
}

// Name returns the full name of the function, or of what holds the literal: example.com/shop/cmd.root.RunE.
func (r Root) Name() string {
	if r.Func != nil {
		return r.Func.FullName()
	}
	name := ""
	for c := range r.Free.Enclosing((*ast.KeyValueExpr)(nil), (*ast.ValueSpec)(nil)) {
		switch n := c.Node().(type) {
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok {
				name = "." + key.Name + name
			}
		case *ast.ValueSpec:
			name = "." + n.Names[0].Name + name
		}
	}
	return resource.PackageOf(r.Script) + name
}

// Pos returns where the root is declared.
func (r Root) Pos() token.Pos {
	if r.Func != nil {
		return r.Func.Pos()
	}
	return r.Free.Node().Pos()
}

// code returns the root as what can be run.
func (r Root) code() Code { return Code{Func: r.Script, Lit: r.Lit} }

// Of returns the scripts that pass, whose analyzer requires Analyzer, works with.
func Of(pass *analysis.Pass) *Lifecycle { return result.Of[*Lifecycle](pass) }

func run(pass *analysis.Pass) (any, error) {
	s := summary.Of(pass)
	l := &Lifecycle{Summary: s, fset: pass.Fset, scripts: make(map[string]*Script)}
	for _, imp := range pass.Pkg.Imports() {
		fact := new(Package)
		if s.Own(imp) && pass.ImportPackageFact(imp, fact) {
			for i := range fact.Scripts {
				l.scripts[fact.Scripts[i].Func] = &fact.Scripts[i]
			}
		}
	}
	b := &builder{Summary: s, fset: pass.Fset, scripts: l.scripts, live: make(map[*types.Func]interest),
		lits: make(map[*ast.FuncLit]Code), free: make(map[string]inspector.Cursor), resolving: make(map[*types.Var]bool), impls: make(map[*types.Func][]*types.Func)}
	l.builder = b
	if !resource.IsStandard(pass.Pkg.Path()) || s.Fact.Home.Module != "" {
		l.roots = b.all()
	}
	for _, root := range l.roots {
		l.programs = append(l.programs, sync.OnceValue(func() *Program { return l.program(root) }))
	}
	if fact := l.export(); len(fact.Scripts) > 0 {
		pass.ExportPackageFact(fact)
	}
	return l, nil
}

// export returns what importers can ask about: the functions of this package, the methods of those below, for whose types importers
// need not import their packages, and what all these run.
func (l *Lifecycle) export() *Package {
	kept := make(map[string]bool)
	var keep func(name string)
	keep = func(name string) {
		s := l.scripts[name]
		if s == nil || kept[name] {
			return
		}
		kept[name] = true
		s.codes(func(c *Code) { keep(c.Func) })
	}
	for name, s := range l.scripts {
		if ast.IsExported(name[strings.LastIndexByte(name, '.')+1:]) && (name[0] == '(' || resource.PackageOf(s.Func) == l.Pkg.Path()) {
			keep(name)
		}
	}
	fact := new(Package)
	for name := range kept {
		fact.Scripts = append(fact.Scripts, l.scripts[name].bare())
	}
	slices.SortFunc(fact.Scripts, func(a, b Script) int { return strings.Compare(a.Func, b.Func) })
	return fact
}

// all writes the scripts of this package, and returns the functions that have one of their own accord.
func (b *builder) all() []Root {
	var funcs []*types.Func
	calls, self := make(map[*types.Func][]*types.Func), make(map[*types.Func]interest)
	for _, file := range b.Files {
		for decl := range file.Preorder((*ast.FuncDecl)(nil)) {
			d := decl.Node().(*ast.FuncDecl)
			fn, ok := b.Info.Defs[d.Name].(*types.Func)
			if !ok || d.Body == nil {
				continue
			}
			funcs = append(funcs, fn)
			self[fn], calls[fn] = b.interest(decl)
			b.live[fn] = self[fn]
			b.number(fn.FullName(), decl)
		}
	}
	var free []string
	for _, file := range b.Files {
		for lit := range file.Preorder((*ast.FuncLit)(nil)) {
			if !index.Function(lit.Parent()).Valid() {
				name := b.Pkg.Path() + ".func#" + strconv.Itoa(len(free)+1)
				free, b.free[name] = append(free, name), lit
				b.lits[lit.Node().(*ast.FuncLit)] = Code{Func: name}
				b.number(name, lit)
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, fn := range funcs {
			for _, callee := range calls[fn] {
				if b.live[callee] > b.live[fn] {
					b.live[fn], changed = b.live[callee], true
				}
			}
		}
	}
	var roots []Root
	for _, fn := range funcs {
		switch {
		case b.live[fn] == core, b.live[fn] == soft && fn.Name() == "main" && b.Pkg.Name() == "main":
			roots = append(roots, Root{Func: fn, Script: fn.FullName()})
			b.need(fn)
		case self[fn] == soft && fn.Exported():
			b.need(fn) // for importers
		}
	}
	for _, name := range free {
		lit := b.free[name]
		has, callees := b.interest(lit)
		for _, callee := range callees {
			has = max(has, b.live[callee])
		}
		if has == core {
			roots = append(roots, Root{Free: lit, Script: name})
			b.literal(lit.Node().(*ast.FuncLit))
		}
	}
	used := b.used()
	for _, root := range roots[:len(roots):len(roots)] {
		for lit := range b.scripts[root.Script].Graphs {
			if lit > 0 && !used[root.Script][lit] {
				root.Lit = lit
				roots = append(roots, root)
			}
		}
	}
	commands, fails := b.commands()
	for i := range roots {
		name := roots[i].code().name()
		roots[i].Command, roots[i].Fails = commands[name], fails[name]
	}
	return roots
}

// number notes which function literals stand in the function at fn, whose script has the name.
func (b *builder) number(name string, fn inspector.Cursor) {
	n := 0
	for lit := range fn.Preorder((*ast.FuncLit)(nil)) {
		if lit != fn {
			n++
			b.lits[lit.Node().(*ast.FuncLit)] = Code{Func: name, Lit: n}
		}
	}
}

// commands returns the functions that this package hands to libraries for commands, by name, and those whose error is the program's:
// of these, and of what prepares for them.
func (b *builder) commands() (commands, fails map[string]bool) {
	commands, fails = make(map[string]bool), make(map[string]bool)
	note := func(value inspector.Cursor) {
		t, field := b.Into(value)
		if !resource.IsCommand(t, field) && !resource.IsPreparation(t, field) {
			return
		}
		if given := b.argument(value); given.Code != nil {
			sig, ok := field.Type().Underlying().(*types.Signature)
			fails[given.Code.name()] = ok && sig.Results().Len() > 0
			commands[given.Code.name()] = resource.IsCommand(t, field)
		}
	}
	for _, file := range b.Files {
		for cur := range file.Preorder((*ast.KeyValueExpr)(nil), (*ast.AssignStmt)(nil)) {
			switch n := cur.Node().(type) {
			case *ast.KeyValueExpr:
				note(cur.ChildAt(edge.KeyValueExpr_Value, -1))
			case *ast.AssignStmt:
				for i := range n.Rhs {
					note(cur.ChildAt(edge.AssignStmt_Rhs, i))
				}
			}
		}
	}
	return commands, fails
}

// used returns the function literals that some script runs, by function.
func (b *builder) used() map[string]map[int]bool {
	used := make(map[string]map[int]bool)
	for _, s := range b.scripts {
		s.codes(func(c *Code) {
			if used[c.Func] == nil {
				used[c.Func] = make(map[int]bool)
			}
			used[c.Func][c.Lit] = true
		})
	}
	return used
}

// need writes the script of fn, a function of this package.
func (b *builder) need(fn *types.Func) {
	name := fn.FullName()
	if _, ok := b.scripts[name]; ok {
		return
	}
	b.scripts[name] = &Script{Func: name} // in the making
	decl, _ := b.Decl(fn)
	*b.scripts[name] = *b.write(name, decl)
}

// literal returns the function literal lit as code, and sees to it that its script is written.
func (b *builder) literal(lit *ast.FuncLit) (Code, bool) {
	code, ok := b.lits[lit]
	if cur, free := b.free[code.Func]; free && b.scripts[code.Func] == nil {
		b.scripts[code.Func] = &Script{Func: code.Func} // in the making
		*b.scripts[code.Func] = *b.write(code.Func, cur)
	}
	return code, ok
}

// lives reports whether fn has a script, and sees to it that it is written.
func (b *builder) lives(fn *types.Func) bool {
	fn = fn.Origin()
	if fn.Pkg() != b.Pkg {
		return b.scripts[fn.FullName()] != nil
	}
	if b.live[fn] == dull {
		return false
	}
	b.need(fn)
	return true
}
