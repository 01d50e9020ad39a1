package deploy

import (
	"path"
	"strings"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
)

// An answer is what a program says where it is asked how it is.
type answer struct {
	*Program
	url  driver.HealthURL
	deed *driver.Deed
}

// answer returns who answers at a path, if that is clear. A path may be registered without what stands in front of it: the prefix of
// a group, say.
func (p *Program) answer(at string) (answer, bool) {
	if p == nil || !p.Complete {
		return answer{}, false
	}
	at, _, _ = strings.Cut(at, "?")
	at = path.Clean("/" + at)
	for _, same := range []func(registered string) bool{
		func(registered string) bool { return registered == at },
		func(registered string) bool { return registered != "/" && strings.HasSuffix(at, registered) },
	} {
		var found []answer
		for _, n := range p.Needs {
			for _, url := range n.HealthURLs {
				if !same(path.Clean(url.Path)) {
					continue
				}
				deed := url.Deed
				if url.Func != "" {
					deed = p.deed(url.Func)
				}
				found = append(found, answer{p, url, deed})
			}
		}
		if len(found) > 0 {
			return found[0], len(found) == 1 && found[0].deed != nil
		}
	}
	return answer{}, false
}

// deed returns what a function of the program does, or nil. A method of an interface is the only one of the program with its shape.
func (p *Program) deed(name string) *driver.Deed {
	if strings.HasPrefix(name, ".") {
		var methods []string
		for _, n := range p.Needs {
			methods = append(methods, n.Methods[name]...)
		}
		if len(methods) != 1 {
			return nil
		}
		name = methods[0]
	}
	for _, n := range p.Needs {
		if d := n.Deeds[name]; d != nil {
			return d
		}
	}
	return nil
}

// asks returns what is asked before there is an answer that says that something is wrong, if nothing looks at how old an answer is.
func (a answer) asks() (asked driver.Ask, ok bool) {
	seen := make(map[string]bool)
	fails, caches := false, false
	var visit func(d *driver.Deed, depth int)
	visit = func(d *driver.Deed, depth int) {
		if d == nil || depth == 0 {
			return
		}
		caches = caches || d.Caches
		if len(d.Asks) > 0 && !ok {
			asked, ok = d.Asks[0], true
		}
		for _, name := range d.Calls {
			if !seen[name] {
				seen[name] = true
				visit(a.Program.deed(name), depth-1)
			}
		}
	}
	visit(a.deed, 8)
	fails = a.deed.Fails
	for _, name := range a.deed.Calls {
		if d := a.Program.deed(name); d != nil && d.Fails {
			fails = true
		}
	}
	return asked, ok && fails && !caches
}

// fixed reports whether nothing that the program does changes the answer.
func (a answer) fixed() bool {
	seen := make(map[string]bool)
	var fixed func(d *driver.Deed) bool
	fixed = func(d *driver.Deed) bool {
		if d == nil || !d.Fixed {
			return false
		}
		for _, name := range d.FixedIf {
			if !seen[name] {
				seen[name] = true
				if !fixed(a.Program.deed(name)) {
					return false
				}
			}
		}
		return true
	}
	return fixed(a.deed)
}
