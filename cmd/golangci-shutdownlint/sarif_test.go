package main

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // carries the schema
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestSARIF holds the program's output to the published schema.
func TestSARIF(t *testing.T) {
	tool, sch := standalone(t), schema(t)
	broken := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example.com/broken\n\ngo 1.25\n",
		"a.go":   "package broken\n\nvar x = nosuch\n",
	} {
		if err := os.WriteFile(filepath.Join(broken, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	services := filepath.Join("..", "..", "testdata", "services")
	for _, test := range []struct{ dir, holds string }{
		{filepath.Join(services, "shop-wrong"), `"uri": "testdata/services/shop-wrong/cmd/`},
		{filepath.Join(services, "shop-right"), `"results": []`},
		{broken, `"executionSuccessful": false`},
	} {
		t.Run(filepath.Base(test.dir), func(t *testing.T) {
			cmd := exec.Command(tool, "-notes", "-format", "sarif", "./...")
			cmd.Dir = test.dir
			out, err := cmd.Output()
			if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) { // there may be findings, or errors
				t.Fatal(err)
			}
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if err := sch.Validate(doc); err != nil {
				t.Error(err)
			}
			if !strings.Contains(string(out), test.holds) {
				t.Errorf("no %s in\n%s", test.holds, out)
			}
		})
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(`{"version": "2.1.0", "runs": [{}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if sch.Validate(doc) == nil {
		t.Error("a run without a tool is valid: the schema is not looked at")
	}
}

// schema takes the schema of SARIF 2.1.0 out of the source of a library that holds it in a constant.
func schema(t *testing.T) *jsonschema.Schema {
	dir := strings.TrimSpace(string(output(t, ".", nil, "go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif")))
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, err = strconv.Unquote(lit.Value)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	sch, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return sch
}
