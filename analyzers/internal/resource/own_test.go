package resource

import (
	"go/types"
	"testing"
)

func TestSplit(t *testing.T) {
	for name, want := range map[string][2]string{
		"github.com/acme/pool.Conn":       {"github.com/acme/pool", "Conn"},
		"github.com/acme/pool.Conn.Close": {"github.com/acme/pool", "Conn.Close"},
		"gopkg.in/yaml.v3.Decoder":        {"gopkg.in/yaml.v3", "Decoder"},
		"github.com/nats-io/nats.go.Conn": {"github.com/nats-io/nats.go", "Conn"},
		"server.Get":                      {"server", "Get"},
		"Pool.Get":                        {"", "Pool.Get"},
		"Get":                             {"", "Get"},
		"github.com/Acme/pool.get":        {"", "github.com/Acme/pool.get"},
		"":                                {"", ""},
	} {
		if path, rest := split(name); path != want[0] || rest != want[1] {
			t.Errorf("%q: %q %q, want %q", name, path, rest, want)
		}
	}
}

func TestPlainName(t *testing.T) {
	for name, want := range map[string]string{
		"github.com/acme/pool.Get":                "github.com/acme/pool.Get",
		"(github.com/acme/pool.Pool).Lease":       "github.com/acme/pool.Pool.Lease",
		"(*github.com/acme/pool.Conn).Close":      "github.com/acme/pool.Conn.Close",
		"(*github.com/acme/pool.Conn[T]).Close":   "github.com/acme/pool.Conn.Close",
		"(*github.com/acme/pool.Map[K, V]).Close": "github.com/acme/pool.Map.Close",
	} {
		if got := plainName(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// TestExtend adds to the table, to what it knows already as well, and leaves the one that it extends as it is.
func TestExtend(t *testing.T) {
	conn := types.NewNamed(types.NewTypeName(0, types.NewPackage("x.org/p", "p"), "Conn", nil), types.NewStruct(nil, nil), nil)
	function := func(path, name string) *types.Func {
		return types.NewFunc(0, types.NewPackage(path, ""), name, types.NewSignatureType(nil, nil, nil, nil, nil, false))
	}
	get, open := function("x.org/p", "Get"), function("os", "Open")
	before := *WellKnown().Row(open)
	table, err := WellKnown().Extend([]Own{
		{Type: "x.org/p.Conn", From: []string{"Get", "os.Open"}, Release: []string{"(*Conn).Close"}},
		{Type: "os.File", From: []string{"x.org/p.File"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if row := table.Row(get); row == nil || len(row.Makes) != 1 || row.Makes[0].Kind != "x.org/p.Conn" {
		t.Errorf("Get: %+v", row)
	}
	if row := table.Row(open); row == nil || len(row.Makes) != 2 {
		t.Errorf("os.Open makes a file as before, and a Conn: %+v", row)
	}
	if r := table.ResourceOf(types.NewPointer(conn)); r == nil || r.Noun != "Conn" || r.Category != "conn-unclosed" {
		t.Errorf("Conn: %+v", r)
	}
	if r := table.Resource(osFile); r == nil || r.Category != "file-unclosed" {
		t.Errorf("the table's own words are lost: %+v", r)
	}
	if row := WellKnown().Row(open); WellKnown().Row(get) != nil || WellKnown().ResourceOf(conn) != nil || !row.Equal(&before) {
		t.Errorf("something stays behind: %+v", row)
	}
}
