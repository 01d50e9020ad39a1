package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// TestConfigurationSchema validates configuration files by the schema that the program prints: that of README.md, those of the sample
// services, and wrong ones.
func TestConfigurationSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(output(t, ".", nil, standalone(t), "schema")))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("config.json", doc); err != nil {
		t.Fatal(err)
	}
	sch, err := c.Compile("config.json")
	if err != nil {
		t.Fatal(err)
	}
	valid := func(text string) error {
		var file any
		if err := yaml.Unmarshal([]byte(text), &file); err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return sch.Validate(instance)
	}
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(string(readme), "```yaml\ndisable:")
	shown, _, ok := strings.Cut(shown, "```")
	if !ok {
		t.Fatal("README.md shows no configuration")
	}
	service, err := os.ReadFile(filepath.Join("..", "..", "testdata", "services", "inhouse", ".shutdownlint.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"disable:" + shown, string(service), "{}", "strict: true"} {
		if err := valid(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"disabel: []", "disable: [gin-walk]", "levels: {gin-run: off}", "levels: {gin-walk: note}", "notes: perhaps", "resources: [{type: a.B}]", "exclude: x"} {
		if valid(text) == nil {
			t.Errorf("%s is valid", text)
		}
	}
}
