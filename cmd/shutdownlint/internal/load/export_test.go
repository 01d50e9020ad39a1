package load

import (
	"bytes"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/tools/go/gcexportdata"
)

// TestExportData reads what the go command writes, and the form that it is going to write.
func TestExportData(t *testing.T) {
	name, err := exec.Command("go", "list", "-export", "-f", "{{.Export}}", "io").Output()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := os.ReadFile(strings.TrimSpace(string(name)))
	if err != nil {
		t.Fatal(err)
	}
	read := func(file []byte) (*types.Package, error) {
		r, err := exportData(bytes.NewReader(file))
		if err != nil {
			return nil, err
		}
		return gcexportdata.Read(r, token.NewFileSet(), make(map[string]*types.Package), "io")
	}
	pkg, err := read(archive)
	if err != nil || pkg.Scope().Lookup("Reader") == nil {
		t.Fatalf("an archive: %v, %v", pkg, err)
	}
	var plain bytes.Buffer
	if err := gcexportdata.Write(&plain, token.NewFileSet(), pkg); err != nil {
		t.Fatal(err)
	}
	if pkg, err := read(plain.Bytes()); err != nil || pkg.Scope().Lookup("Reader") == nil {
		t.Errorf("export data alone: %v, %v", pkg, err)
	}
	for _, wrong := range []string{
		"",
		"!<arch>\n",
		"package io",
		string(archive[:len("!<arch>\n")+60]),
		strings.Replace(string(archive[:200]), "__.PKGDEF", "__.SYMDEF", 1),
		strings.Replace(string(archive[:200]), "go object", "$$\ngo obj", 1),
	} {
		if r, err := exportData(strings.NewReader(wrong)); err == nil {
			if data, _ := io.ReadAll(r); string(data) != wrong { // otherwise the reader of export data complains
				t.Errorf("%.20q: no error, but %q", wrong, data)
			}
		}
	}
}
