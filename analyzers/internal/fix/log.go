package fix

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"strings"
)

// Log returns the source of a call that logs an error, whose source is err.
func (b *Builder) Log(err string) string {
	if logf := b.logger(); logf != "" {
		return fmt.Sprintf("%s(\"%%v\", %s)", logf, err)
	}
	return b.Import("log") + "Print(" + err + ")"
}

// Logf returns the source of a call that logs what the sources of args make of format: as an error, by what is called log where the
// new code stands, a package or a logger, if that can, and else by the standard library.
func (b *Builder) Logf(format string, args ...string) string {
	logf := b.logger()
	if logf == "" {
		logf = b.Import("log") + "Printf"
	}
	return fmt.Sprintf("%s(%q, %s)", logf, format, strings.Join(args, ", "))
}

// logger returns the source of the function by which what is called log, other than the package of the standard library, logs a formatted
// error, or "". A Printf counts only where nothing has levels: that of zerolog is for debugging.
func (b *Builder) logger() string {
	find := b.members("log")
	if find == nil {
		return ""
	}
	failed := find("Error")
	switch {
	case formats(find("Errorf")):
		return "log.Errorf"
	case formats(failed) && b.passesVerb(failed):
		return "log.Error"
	case formats(begun(failed)):
		return "log.Error().Msgf"
	case failed == nil && formats(find("Printf")):
		return "log.Printf"
	}
	return ""
}

// members returns what finds the functions of the package, or the methods of the variable, that name denotes where the new code stands,
// or nil if there is neither, or only that of the standard library.
func (b *Builder) members(name string) func(string) types.Object {
	scope := b.pass.TypesInfo.Scopes[b.file].Innermost(b.at)
	if scope == nil {
		return nil
	}
	switch _, obj := scope.LookupParent(name, b.at); obj := obj.(type) {
	case *types.PkgName:
		if obj.Imported().Path() != name {
			return obj.Imported().Scope().Lookup
		}
	case *types.Var:
		return func(method string) types.Object {
			m, _, _ := types.LookupFieldOrMethod(obj.Type(), true, b.pass.Pkg, method)
			return m
		}
	}
	return nil
}

// begun returns the method Msgf of what the function fn without parameters returns: log.Error().Msgf("…"), or nil.
func begun(fn types.Object) types.Object {
	f, ok := fn.(*types.Func)
	if !ok || f.Signature().Params().Len() > 0 || f.Signature().Results().Len() != 1 {
		return nil
	}
	m, _, _ := types.LookupFieldOrMethod(f.Signature().Results().At(0).Type(), false, nil, "Msgf")
	return m
}

// formats reports whether obj is a function that gets a string and any number of values of any type, and returns nothing.
func formats(obj types.Object) bool {
	fn, ok := obj.(*types.Func)
	if !ok || !fn.Signature().Variadic() || fn.Signature().Results().Len() > 0 || fn.Signature().Params().Len() != 2 {
		return false
	}
	s, ok := fn.Signature().Params().At(0).Type().(*types.Basic)
	rest, isSlice := fn.Signature().Params().At(1).Type().(*types.Slice)
	if !ok || !isSlice || s.Kind() != types.String {
		return false
	}
	it, ok := rest.Elem().Underlying().(*types.Interface)
	return ok && it.Empty()
}

// passesVerb reports whether the file calls fn with a string that has a verb of fmt: what follows the string might be keys and values.
func (b *Builder) passesVerb(fn types.Object) bool {
	found := false
	ast.Inspect(b.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 {
			return !found
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || b.pass.TypesInfo.Uses[sel.Sel] != fn {
			return !found
		}
		text := b.pass.TypesInfo.Types[call.Args[0]].Value
		found = found || text != nil && text.Kind() == constant.String && hasVerb(constant.StringVal(text))
		return !found
	})
	return found
}

func hasVerb(format string) bool {
	for _, verb := range []string{"%v", "%+v", "%s", "%q", "%d"} {
		if strings.Contains(format, verb) {
			return true
		}
	}
	return false
}
