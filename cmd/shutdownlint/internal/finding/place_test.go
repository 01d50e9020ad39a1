package finding

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPlaces(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return name
	}
	file := write("p.go", `package p

func plain() {
	x()
}

func (t *T[K, V]) method() { y()
}

var (
	a   = 1
	lit = func() {
		z() }
)

//line other.go:100
func (T) after() {
	w()
}
`)
	other := write("Dockerfile", "FROM  scratch\nCMD app\n")
	broken := write("broken.go", "package p\n\nfunc f() {\n\tx()\n\ty :=\n}\n")
	p := NewPlaces()
	for _, test := range []struct {
		file     string
		line     int
		function string
		text     string
	}{
		{file, 4, "plain", "x()"},
		{file, 7, "T.method", "func (t *T[K, V]) method() { y()"},
		{file, 11, "a", "a = 1"},
		{file, 13, "lit", "z() }"},
		{file, 18, "T.after", "w()"},
		{file, 1, "", "package p"},
		{file, 99, "", ""},
		{other, 1, "", "FROM scratch"},
		{broken, 4, "f", "x()"},
		{filepath.Join(dir, "missing.go"), 1, "", ""},
	} {
		if got := p.Of(Finding{File: test.file, Line: test.line}); got.Function != test.function || got.Line != test.text {
			t.Errorf("%s:%d: %+v, want %q %q", filepath.Base(test.file), test.line, got, test.function, test.text)
		}
	}
}

func TestFingerprints(t *testing.T) {
	seen := make(map[string]int)
	place := Place{"f", "x()"}
	first, second := place.Fingerprint("c", "p.go", seen), place.Fingerprint("c", "p.go", seen)
	if first == second || first[:len(first)-1] != second[:len(second)-1] {
		t.Errorf("two that are alike: %s, %s", first, second)
	}
	all := map[string]bool{first: true}
	for _, other := range []string{
		place.Fingerprint("d", "p.go", seen), place.Fingerprint("c", "q.go", seen),
		Place{"g", "x()"}.Fingerprint("c", "p.go", seen), Place{"f", "y()"}.Fingerprint("c", "p.go", seen),
	} {
		if all[other] {
			t.Errorf("%s is not unique", other)
		}
		all[other] = true
	}
}
