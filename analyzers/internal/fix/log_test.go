package fix_test

import (
	"go/ast"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
)

// others are packages called log.
var others = map[string]string{
	"example.com/leveled/log":  "package log\n\nfunc Printf(string, ...any) {}\nfunc Errorf(string, ...any) {}\n",
	"example.com/formats/log":  "package log\n\nfunc Error(string, ...any) {}\n",
	"example.com/event/log":    "package log\n\ntype Event struct{}\n\nfunc (*Event) Msgf(string, ...any) {}\n\nfunc Error() *Event { return nil }\nfunc Printf(string, ...any) {}\n",
	"example.com/plain/log":    "package log\n\nfunc Printf(string, ...any) {}\n",
	"example.com/wrapping/log": "package log\n\nfunc Errorf(string, ...any) error { return nil }\nfunc Printf(format string, args ...string) {}\n",
}

func TestLogf(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"nothing", "func f() {\n\tprintln()\n}\n", "log.Printf"},
		{"standard", "import \"log\"\n\nfunc f() {\n\tlog.Print()\n}\n", "log.Printf"},
		{"standard, renamed", "import std \"log\"\n\nfunc f() {\n\tstd.Print()\n}\n", "std.Printf"},
		{"leveled", "import \"example.com/leveled/log\"\n\nfunc f() {\n\tlog.Errorf(\"\")\n}\n", "log.Errorf"},
		{"leveled, renamed", "import other \"example.com/leveled/log\"\n\nfunc f() {\n\tother.Errorf(\"\")\n}\n", "log.Printf"},
		{"used with a verb", "import \"example.com/formats/log\"\n\nfunc f() {\n\tlog.Error(\"lost %d\", 1)\n}\n", "log.Error"},
		{"used with keys", "import \"example.com/formats/log\"\n\nfunc f() {\n\tlog.Error(\"100% lost\", \"n\", 1)\n}\n", "log2.Printf"},
		{"event", "import \"example.com/event/log\"\n\nfunc f() {\n\tlog.Error()\n}\n", "log.Error().Msgf"},
		{"without levels", "import \"example.com/plain/log\"\n\nfunc f() {\n\tlog.Printf(\"\")\n}\n", "log.Printf"},
		{"of other signatures", "import \"example.com/wrapping/log\"\n\nfunc f() {\n\tlog.Printf(\"\")\n}\n", "log2.Printf"},
		{"logger", "type l struct{}\n\nfunc (l) Errorf(string, ...any) {}\n\nvar log l\n\nfunc f() {\n\tprintln()\n}\n", "log.Errorf"},
		{"shadowed", "import \"example.com/leveled/log\"\n\nfunc f() {\n\tlog.Errorf(\"\")\n\tlog := 1\n\tprintln(log)\n}\n", "log2.Printf"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := apply(t, "package p\n\n"+test.src, func(b *fix.Builder, stmt ast.Stmt) { b.Before(stmt, "%s", b.Logf("lost: %v\n%s", "x", "y")) })
			if want := "\t" + test.want + `("lost: %v\n%s", x, y)`; !strings.Contains(got, want) {
				t.Errorf("got\n%s\nwhich lacks\n%s", got, want)
			}
		})
	}
}

func TestLog(t *testing.T) {
	for src, want := range map[string]string{
		"func f() {\n\tprintln()\n}\n":                                              "log.Print(err)",
		"import \"example.com/leveled/log\"\n\nfunc f() {\n\tlog.Errorf(\"\")\n}\n": `log.Errorf("%v", err)`,
	} {
		got := apply(t, "package p\n\n"+src, func(b *fix.Builder, stmt ast.Stmt) { b.Before(stmt, "%s", b.Log("err")) })
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwhich lacks\n%s", got, want)
		}
	}
}
