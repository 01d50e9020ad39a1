package owner

import (
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"
)

var (
	x        = &analysis.Module{Path: "example.com/x"} // as go vet gives a main module
	xMain    = &analysis.Module{Path: "example.com/x", Main: true}
	xAPI     = &analysis.Module{Path: "example.com/x/api", Version: "v1.0.0"}
	tools    = &analysis.Module{Path: "example.com/tools"}
	replaced = &analysis.Module{Path: "example.com/kit", Version: "v0.0.0"}
	lib      = &analysis.Module{Path: "github.com/acme/x", Version: "v1.2.3"}
)

// fact returns the fact of a package of m that imports nothing but what others are the facts of.
func fact(path string, m *analysis.Module, others map[string]Fact) Fact {
	h := New(path, m, nil)
	for path, f := range others {
		h.Learn(path, f)
	}
	return h.Fact()
}

// TestOwn asks in a package that imports some of the others directly, and knows the rest from the facts of these.
func TestOwn(t *testing.T) {
	api := fact("example.com/x/api/v1", xAPI, nil)
	store := fact("example.com/x/store", x, map[string]Fact{"example.com/x/api/v1": api})
	libX := fact("github.com/acme/x/log", lib, nil)
	for _, test := range []struct {
		name    string
		path    string
		module  *analysis.Module
		imports map[string]Fact
		own     []string
		others  []string
	}{
		{
			name: "two elements", path: "example.com/x/cmd/app", module: x,
			imports: map[string]Fact{"example.com/x/store": store},
			own:     []string{"example.com/x", "example.com/x/cmd/app", "example.com/x/store", "example.com/x/store/deeper"},
			others:  []string{"example.com/xy", "example.com/tools", "example.com/x/api", "example.com/x/api/v1", "net/http", "github.com/acme/x"},
		},
		{
			name: "as the go command gives it", path: "example.com/x/cmd/app", module: xMain,
			own: []string{"example.com/x/store"}, others: []string{"example.com/tools"},
		},
		{
			name: "one element", path: "shop/cmd", module: &analysis.Module{Path: "shop"},
			own: []string{"shop", "shop/store"}, others: []string{"shopping", "store"},
		},
		{
			name: "workspace", path: "example.com/tools/cmd", module: tools,
			imports: map[string]Fact{"example.com/x/store": store},
			own:     []string{"example.com/tools/x", "example.com/x/store", "example.com/x/far"},
			others:  []string{"example.com/x/api/v1", "example.com/kit"},
		},
		{
			name: "replaced by a directory", path: "example.com/x/cmd", module: x,
			imports: map[string]Fact{"example.com/kit/log": fact("example.com/kit/log", replaced, nil)},
			others:  []string{"example.com/kit/log", "example.com/kit/other"},
		},
		{
			name: "a library", path: "github.com/acme/x/http", module: lib,
			imports: map[string]Fact{"github.com/acme/x/log": libX, "example.com/x/store": store},
			own:     []string{"github.com/acme/x/log", "github.com/acme/x/text"},
			others:  []string{"example.com/x/store", "example.com/x/far", "github.com/acme/y"},
		},
		{
			name: "a workspace behind a library", path: "example.com/tools/cmd", module: tools,
			imports: map[string]Fact{"github.com/acme/x/http": fact("github.com/acme/x/http", lib, map[string]Fact{"example.com/x/store": store})},
			own:     []string{"example.com/x/store"}, others: []string{"github.com/acme/x/http"},
		},
		{
			name: "files named one by one", path: "command-line-arguments",
			imports: map[string]Fact{"example.com/x/store": store, "github.com/acme/x/log": libX},
			own:     []string{"example.com/x/store", "example.com/x/far"}, others: []string{"github.com/acme/x/log", "example.com/x/api/v1"},
		},
		{
			name: "no modules", path: "example.com/x/cmd/app",
			imports: map[string]Fact{"example.com/x/store": {}, "go.uber.org/zap": {}, "example.com/y": {}},
			own:     []string{"example.com/x/store", "example.com/x"}, others: []string{"go.uber.org/zap", "example.com/y", "os/signal"},
		},
		{
			name: "no modules, at a forge", path: "github.com/acme/x/cmd/app",
			own: []string{"github.com/acme/x", "github.com/acme/x/store", "github.com/acme/x/v2/store"}, others: []string{"github.com/acme/y", "golang.org/x/net"},
		},
		{
			name: "no modules, vendored", path: "server/cmd",
			own: []string{"server/store"}, others: []string{"server/vendor/github.com/acme/x", "serverless"},
		},
	} {
		h := New(test.path, test.module, nil)
		for path, f := range test.imports {
			h.Learn(path, f)
		}
		for _, path := range test.own {
			if !h.Own(path) {
				t.Errorf("%s: %s is not one's own", test.name, path)
			}
		}
		for _, path := range test.others {
			if h.Own(path) {
				t.Errorf("%s: %s is one's own", test.name, path)
			}
		}
	}
}

// A driver that knows all packages is believed, also where facts and paths would tell something else.
func TestLookup(t *testing.T) {
	h := New("example.com/x/cmd", x, func(path string) *analysis.Module {
		switch path {
		case "example.com/x/api/v1":
			return xAPI
		case "example.com/tools/run":
			return tools
		}
		return nil
	})
	for path, want := range map[string]bool{"example.com/x/api/v1": false, "example.com/tools/run": true, "example.com/x/store": true, "os": false} {
		if h.Own(path) != want {
			t.Errorf("Own(%s) = %t", path, !want)
		}
	}
	if h.Module() != "example.com/x" {
		t.Errorf("module %s", h.Module())
	}
}

func TestFact(t *testing.T) {
	api := fact("example.com/x/api", xAPI, nil)
	libX := fact("github.com/acme/x", lib, nil)
	if want := (Fact{Module: "example.com/x/api"}); !reflect.DeepEqual(api, want) {
		t.Errorf("of a library: %+v", api)
	}
	got := fact("example.com/x/cmd", x, map[string]Fact{
		"example.com/x/api": api, "github.com/acme/x": libX,
		"example.com/tools/run": fact("example.com/tools/run", tools, map[string]Fact{"example.com/x/api": api}),
	})
	if want := (Fact{"example.com/x", []string{"example.com/tools", "example.com/x"}, []string{"example.com/x/api"}}); !reflect.DeepEqual(got, want) {
		t.Errorf("of a workspace: %+v", got)
	}
	if got := fact("a/b", nil, nil); !reflect.DeepEqual(got, Fact{}) {
		t.Errorf("without modules: %+v", got)
	}
}
