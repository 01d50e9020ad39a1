package resource

import (
	"go/types"
	"strings"
)

// PackageOf returns the package path of a function's full name: of "(*net/http.Server).Serve" it is "net/http".
func PackageOf(fullName string) string {
	name := fullName
	if recv, ok := strings.CutPrefix(name, "("); ok { // a method: what counts is the name of its receiver's type
		name, _, _ = strings.Cut(strings.TrimPrefix(recv, "*"), ")")
	}
	name, _, _ = strings.Cut(name, "[")
	if dot := strings.LastIndexByte(name, '.'); dot > strings.LastIndexByte(name, '/') { // the path may have dots: nats.go
		return name[:dot]
	}
	return ""
}

// TypeName returns the path and name of t's type, through pointers and aliases: "net/http.Server" for *http.Server.
// It returns "" for a type without a name.
func TypeName(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return ""
	}
	return named.Obj().Pkg().Path() + "." + named.Obj().Name()
}

// standard are the first elements of the paths of the standard library. A test holds them to go list.
var standard = map[string]bool{
	"archive": true, "bufio": true, "builtin": true, "bytes": true, "cmd": true, "cmp": true, "compress": true, "container": true,
	"context": true, "crypto": true, "database": true, "debug": true, "embed": true, "encoding": true, "errors": true,
	"expvar": true, "flag": true, "fmt": true, "go": true, "hash": true, "html": true, "image": true, "index": true,
	"internal": true, "io": true, "iter": true, "log": true, "maps": true, "math": true, "mime": true, "net": true, "os": true,
	"path": true, "plugin": true, "reflect": true, "regexp": true, "runtime": true, "simd": true, "slices": true, "sort": true,
	"strconv": true, "strings": true, "structs": true, "sync": true, "syscall": true, "testing": true, "text": true, "time": true,
	"unicode": true, "unique": true, "unsafe": true, "uuid": true, "vendor": true, "weak": true,
}

// IsStandard reports whether path is that of a package of the standard library. A dot in the first element would not
// tell: many a private module is called just "server".
func IsStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return standard[first]
}
