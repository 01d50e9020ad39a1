package config

import (
	"encoding/json"
	"io"

	"github.com/shutdownlint/shutdownlint/analyzers"
)

type schema map[string]any

// WriteSchema writes a JSON schema of the configuration file, by which editors complete and check it; ids are the categories that there
// are.
func WriteSchema(w io.Writer, categories []analyzers.Category) error {
	var ids []string
	for _, c := range categories {
		ids = append(ids, c.ID)
	}
	text := func(description string) schema { return schema{"type": "string", "description": description} }
	list := func(description string, items schema) schema {
		return schema{"type": "array", "description": description, "items": items}
	}
	choice := func(description string) schema { return schema{"type": "boolean", "description": description} }
	object := func(description string, properties schema, required ...string) schema {
		s := schema{"type": "object", "description": description, "additionalProperties": false, "properties": properties}
		if len(required) > 0 {
			s["required"] = required
		}
		return s
	}
	root := object("How shutdownlint looks at this project", schema{
		"disable": list("categories that are not reported", schema{"enum": ids}),
		"levels": schema{
			"type":                 "object",
			"description":          "by category, in place of its own level",
			"propertyNames":        schema{"enum": ids},
			"additionalProperties": schema{"enum": []string{"error", "note"}},
		},
		"notes":   choice("also report notes: true, but a matter of taste or of risk appetite"),
		"strict":  choice("report notes, and fail for them too"),
		"tests":   choice("also report in _test.go files, and take them as evidence"),
		"exclude": list("files and directories in which nothing is reported, relative to this file", text("a pattern, in which ** stands for any directories")),
		"resources": list("what else has to be released", object("a kind of value that somebody has to release", schema{
			"type":    text("the type, with the path of its package: github.com/acme/pool.Conn"),
			"from":    list("functions whose first result is one", text("Get and Pool.Acquire are of the type's own package, github.com/acme/kit.Open is of another one")),
			"release": list("what releases one", text("Close is a method of the type, and Pool.Put gets it as an argument")),
			"lost":    text("what happens in production if nobody does, as the end of a message"),
		}, "type", "from")),
	})
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["title"] = Name
	enc := json.NewEncoder(w)
	enc.SetIndent("", "\t")
	return enc.Encode(root)
}
