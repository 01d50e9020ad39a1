package exit

import (
	"go/types"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

func TestFatal(t *testing.T) {
	s := snippet.Check(t, `package p

type logger struct{}
func (logger) Fatal(...any) {}
func (*logger) Fatalf(string, ...any) {}
func Fatalw(string, ...any) {}

func (logger) FatalContext() {} // writes nothing
func Fatality(string) {}
func Fatalln(string) error { return nil } // an error of that kind

type test struct{}
func (test) Helper() {}
func (test) Fatalf(string, ...any) {}
func (test) Fatal(...any) {}
`)
	want := map[string]bool{"(example.com/p.logger).Fatal": true, "(*example.com/p.logger).Fatalf": true, "example.com/p.Fatalw": true}
	var all []*types.Func
	for _, obj := range s.Info.Defs {
		if fn, ok := obj.(*types.Func); ok {
			all = append(all, fn)
		}
	}
	if len(all) != 9 {
		t.Fatalf("%d functions", len(all))
	}
	for _, fn := range all {
		if got := fatal(fn).Has(resource.Exits); got != want[fn.FullName()] {
			t.Errorf("%s: %t", fn.FullName(), got)
		}
	}
}
