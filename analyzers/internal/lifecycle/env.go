package lifecycle

import (
	"strings"
)

// An env binds parameters to what they are given.
type env struct {
	values map[string]bound
	up     *env
}

// bound is what a parameter is given; in is what the parameters are around the code.
type bound struct {
	Value
	in *env
}

// bind binds the parameters of fn.
func bind(fn string, args []Value, up *env) *env {
	e := &env{values: make(map[string]bound, len(args)), up: up}
	for i, v := range args {
		v.Obj = v.Obj.in(up)
		e.values[param(fn, i-1)] = bound{v, up}
	}
	return e
}

func (e *env) value(root string) (bound, bool) {
	for ; e != nil; e = e.up {
		if v, ok := e.values[root]; ok {
			return v, true
		}
	}
	return bound{}, false
}

// in returns o as seen from where env binds parameters.
func (o Object) in(env *env) Object {
	if !strings.HasPrefix(o.Root, "param ") {
		return o
	}
	if v, ok := env.value(o.Root); ok {
		return v.Obj.then(o.Path)
	}
	return o
}

// resolve returns the function that the code is, if a parameter holds it.
func resolve(c Code, env *env) (Code, *env) {
	for range 8 {
		if c.Func != "" {
			break
		}
		v, ok := env.value(c.Obj.Root)
		if !ok || v.Code == nil {
			break
		}
		c, env = *v.Code, v.in
	}
	return c, env
}
