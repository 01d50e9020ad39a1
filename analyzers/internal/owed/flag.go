package owed

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// flags finds the variables that are set to true next to where the value is released, and to nothing else: closed in
//
//	closed := false
//	if early {
//		f.Close()
//		closed = true
//	}
//	if !closed {
//		f.Close()
//	}
//
// Who still owes the value is not where one of them is true.
func (l *ledger) flags() {
	l.released = make(map[types.Object]bool)
	beside := make(map[ast.Node]bool) // blocks in which it is released
	for _, cur := range l.payments {
		if block, ok := blockOf(cur); ok {
			beside[block] = true
		}
	}
	for _, cur := range l.payments {
		block, ok := blockOf(cur)
		if !ok {
			continue
		}
		for _, stmt := range block.(*ast.BlockStmt).List {
			assign, ok := stmt.(*ast.AssignStmt)
			if !ok || len(assign.Lhs) != 1 || assign.Tok != token.ASSIGN {
				continue
			}
			if id, ok := assign.Lhs[0].(*ast.Ident); ok && l.isFlag(l.s.Info.ObjectOf(id), beside) {
				l.released[l.s.Info.ObjectOf(id)] = true
			}
		}
	}
}

// blockOf returns the block whose statement the syntax at cur is or stands in, function literals excepted.
func blockOf(cur inspector.Cursor) (ast.Node, bool) {
	for c := cur; c.Valid() && c.Node() != nil; c = c.Parent() {
		switch c.ParentEdgeKind() {
		case edge.BlockStmt_List:
			return c.Parent().Node(), true
		case edge.FuncLit_Body, edge.FuncDecl_Body:
			return nil, false
		}
	}
	return nil, false
}

// isFlag reports whether the variable is a local bool that begins as false, becomes true only in one of the blocks, and
// is never written to in another way.
func (l *ledger) isFlag(obj types.Object, blocks map[ast.Node]bool) bool {
	v, ok := obj.(*types.Var)
	if !ok || v.IsField() || v.Parent() == l.s.Pkg.Scope() || !types.Identical(v.Type(), types.Typ[types.Bool]) {
		return false
	}
	def := l.s.Def(v)
	if !def.Valid() {
		return false
	}
	value, assigned, ok := l.s.Assigned(def)
	if !ok || assigned && !l.isConst(value, "false") {
		return false // a parameter, or something that is not known
	}
	for _, use := range l.s.Uses(v) {
		value, assigned, ok := l.s.Assigned(use)
		if !ok {
			return false
		}
		if !assigned || l.isConst(value, "false") {
			continue
		}
		if block, ok := blockOf(use); !ok || !blocks[block] || !l.isConst(value, "true") {
			return false
		}
	}
	return true
}

// isConst reports whether the expression at cur is the constant with the given name.
func (l *ledger) isConst(cur inspector.Cursor, name string) bool {
	id, ok := cur.Node().(*ast.Ident)
	return ok && l.s.Info.Uses[id] == types.Universe.Lookup(name)
}
