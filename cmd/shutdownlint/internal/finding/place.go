package finding

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// A Place says where a finding is in words that survive edits elsewhere in the file.
type Place struct {
	Function string // "main", "Server.Run", a variable whose value is a function; "" outside of Go functions
	Line     string // the text of the line, with single spaces
}

// Places finds places. It reads each file once.
type Places struct{ files map[string]*parsed }

type parsed struct {
	lines [][]byte
	file  *ast.File
	fset  *token.FileSet
}

// NewPlaces returns a Places that has read nothing yet.
func NewPlaces() *Places { return &Places{make(map[string]*parsed)} }

// Of returns the place of f. What cannot be read has no function and no line.
func (p *Places) Of(f Finding) Place {
	file := p.files[f.File]
	if file == nil {
		file = read(f.File)
		p.files[f.File] = file
	}
	var place Place
	if 0 < f.Line && f.Line <= len(file.lines) {
		place.Line = strings.Join(strings.Fields(string(file.lines[f.Line-1])), " ")
	}
	if file.file != nil {
		place.Function = file.function(f.Line)
	}
	return place
}

func read(name string) *parsed {
	p := new(parsed)
	data, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		return p
	}
	p.lines = bytes.Split(data, []byte("\n"))
	if strings.HasSuffix(name, ".go") {
		p.fset = token.NewFileSet()
		p.file, _ = parser.ParseFile(p.fset, name, data, parser.SkipObjectResolution) // as much as can be parsed
	}
	return p
}

// function returns the name of the declaration around line.
func (p *parsed) function(line int) string {
	around := func(n ast.Node) bool {
		return p.fset.PositionFor(n.Pos(), false).Line <= line && line <= p.fset.PositionFor(n.End(), false).Line
	}
	for _, decl := range p.file.Decls {
		if !around(decl) {
			continue
		}
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			return receiver(decl) + decl.Name.Name
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && around(v) && len(v.Names) > 0 {
					return v.Names[0].Name
				}
			}
		}
	}
	return ""
}

// receiver returns the name of a method's type and a dot.
func receiver(decl *ast.FuncDecl) string {
	if decl.Recv == nil || len(decl.Recv.List) == 0 {
		return ""
	}
	for t := decl.Recv.List[0].Type; ; {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name + "."
		default:
			return ""
		}
	}
}

// Fingerprint returns a text that tells a finding of the category from all others, and stays the same when its line moves or
// is formatted anew. Seen counts those that are alike, so that each gets its own.
func (p Place) Fingerprint(category, file string, seen map[string]int) string {
	sum := sha256.Sum256([]byte(category + "\x00" + file + "\x00" + p.Function + "\x00" + p.Line))
	key := fmt.Sprintf("%x", sum[:8])
	seen[key]++
	return fmt.Sprintf("%s:%d", key, seen[key])
}
