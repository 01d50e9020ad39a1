package config

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers"
)

// TestSchemaKeys holds the keys of the schema to those that are read. (That it is a schema, and what it says of files, is tested beside
// golangci-lint, where there is a library for that.)
func TestSchemaKeys(t *testing.T) {
	var b strings.Builder
	if err := WriteSchema(&b, analyzers.Categories()); err != nil {
		t.Fatal(err)
	}
	type object struct {
		Properties map[string]json.RawMessage
		Items      json.RawMessage
	}
	read := func(text []byte) (o object) {
		if err := json.Unmarshal(text, &o); err != nil {
			t.Fatal(err)
		}
		return o
	}
	top := read([]byte(b.String()))
	resource := read(read(top.Properties["resources"]).Items)
	for text, described := range map[string]object{"nosuch: 1": top, "resources: [{nosuch: 1}]": resource} {
		_, err := Read("c", []byte(text))
		var wrong *Error
		if !errors.As(err, &wrong) {
			t.Fatalf("%s: %v", text, err)
		}
		_, known, _ := strings.Cut(wrong.Text, "there is ")
		if got := slices.Sorted(maps.Keys(described.Properties)); strings.Join(got, ", ") != known {
			t.Errorf("described are %q, read are %s", got, known)
		}
	}
}
