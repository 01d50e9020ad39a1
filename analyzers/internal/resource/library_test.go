package resource

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestLibraries holds what is said of each library together: what is forgotten makes the checks find nothing, and no other
// test fails.
func TestLibraries(t *testing.T) {
	for _, fault := range faults(registered) {
		t.Error(fault)
	}
}

// faults says what libraries lack.
func faults(libraries []library) []string {
	var found []string
	fault := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	known := make(map[Kind]bool) // resources, and what the checks follow
	for i := range libraries {
		l := &libraries[i]
		for _, k := range slices.Concat(l.servers, l.kinds) {
			known[k] = true
		}
		for _, r := range l.resources {
			known[r.Kind] = true
		}
	}
	done, made := make(map[string]Effect), make(map[Kind]bool)
	for i := range libraries {
		for _, row := range slices.Concat(libraries[i].all()...) {
			typ := receiverOf(row.Func)
			done[typ] |= row.Recv
			for _, m := range row.Makes {
				made[m.Kind] = true
				if !known[m.Kind] {
					fault("%s makes a %s, which is no resource and not followed", row.Func, m.Kind)
				}
			}
		}
	}
	for i := range libraries {
		l := &libraries[i]
		for _, k := range l.servers {
			if !done[string(k)].Has(Serves | ShutsDown) {
				fault("no row serves, or none shuts down, the server %s", k)
			}
		}
		for _, r := range l.resources {
			if (made[r.Kind] || r.Handed) == (l.unmade[r.Kind] != "") {
				fault("no row makes a %s and unmade has no reason, or both", r.Kind)
			}
			if !done[cmp.Or(l.through[r.Kind], string(r.Kind))].Has(Releases) {
				fault("no row releases a %s", r.Kind)
			}
			if done[string(r.Kind)].Has(Releases) && l.through[r.Kind] != "" {
				fault("%s has methods of its own that release it, and a type in through", r.Kind)
			}
		}
	}
	return found
}

// receiverOf returns the type whose method has that full name, or "".
func receiverOf(fullName string) string {
	if fullName[0] != '(' {
		return ""
	}
	name := plainName(fullName)
	return name[:strings.LastIndexByte(name, '.')]
}

func TestFaults(t *testing.T) {
	const pool, lease, server Kind = "x.org/p.Pool", "x.org/p.Lease", "x.org/p.Server"
	gets, puts := made(lease, "(*x.org/p.Pool).", "Get"), having(Releases, "(*x.org/p.Lease).", "Put")
	for name, test := range map[string]struct {
		library
		want string // of the first fault
	}{
		"nothing":             {library{}, ""},
		"whole":               {library{resources: []Resource{{Kind: lease}}, owed: [][]Row{gets, puts}}, ""},
		"generic":             {library{resources: []Resource{{Kind: lease}}, owed: [][]Row{gets, having(Releases, "(*x.org/p.Lease[K, V]).", "Put")}}, ""},
		"followed":            {library{kinds: []Kind{lease}, rows: [][]Row{gets}}, ""},
		"no resource":         {library{owed: [][]Row{gets, puts}}, "makes a x.org/p.Lease"},
		"nobody makes it":     {library{resources: []Resource{{Kind: lease}}, owed: [][]Row{puts}}, "no row makes a x.org/p.Lease"},
		"the user makes it":   {library{resources: []Resource{{Kind: lease}}, owed: [][]Row{puts}, unmade: map[Kind]string{lease: "an implementation does"}}, ""},
		"handed":              {library{resources: []Resource{{Kind: lease, Handed: true}}, owed: [][]Row{puts}}, ""},
		"a stale reason":      {library{resources: []Resource{{Kind: lease}}, owed: [][]Row{gets, puts}, unmade: map[Kind]string{lease: "?"}}, "or both"},
		"nobody releases it":  {library{resources: []Resource{{Kind: lease}}, owed: [][]Row{gets}}, "no row releases a x.org/p.Lease"},
		"only read":           {library{resources: []Resource{{Kind: lease}}, owed: [][]Row{gets, having(Reads, "(*x.org/p.Lease).", "Put")}}, "no row releases"},
		"another is released": {library{resources: []Resource{{Kind: lease}}, owed: [][]Row{gets, having(Releases, "(*x.org/p.Pool).", "Put")}}, "no row releases"},
		"embedded":            {library{resources: []Resource{{Kind: lease}}, owed: [][]Row{gets, having(Releases, "(*x.org/p.base).", "Put")}, through: map[Kind]string{lease: "x.org/p.base"}}, ""},
		"stale embedded":      {library{resources: []Resource{{Kind: lease}}, owed: [][]Row{gets, puts}, through: map[Kind]string{lease: string(lease)}}, "in through"},
		"serves":              {library{servers: []Kind{server}, rows: [][]Row{blocking(Serves, "(*x.org/p.Server).", "Run")}}, "none shuts down"},
		"shuts down":          {library{servers: []Kind{server}, rows: [][]Row{blocking(ShutsDown, "(*x.org/p.Server).", "Stop")}}, "no row serves"},
		"serves both":         {library{servers: []Kind{server}, rows: [][]Row{blocking(Serves, "(*x.org/p.Server).", "Run"), blocking(ShutsDown, "(*x.org/p.Server).", "Stop")}}, ""},
		"of another":          {library{servers: []Kind{pool, server}, rows: [][]Row{blocking(Serves|ShutsDown, "(*x.org/p.Server).", "Run")}}, "the server x.org/p.Pool"},
	} {
		got := strings.Join(faults([]library{test.library}), "\n")
		if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
