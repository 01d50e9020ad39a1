package analyzers

import (
	"embed"
	"fmt"
	"slices"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
)

// chinese is what the doc.go of each check says, in Chinese.
//
//go:embed */doc.zh-CN.md
var chinese embed.FS

// DocumentationIn returns what Documentation does in the language "en" or "zh". Messages are always in English.
func DocumentationIn(language string) ([]Check, error) {
	checks := Documentation()
	switch language {
	case "en":
		return checks, nil
	case "zh":
	default:
		return nil, fmt.Errorf("no documentation in %q: the languages are en and zh", language)
	}
	for i, english := range checks {
		text, err := chinese.ReadFile(english.Name + "/doc.zh-CN.md")
		if err != nil {
			return nil, err
		}
		check, err := docs.Translate(string(text))
		if err != nil {
			return nil, err
		}
		for j := range check.Categories {
			c := &check.Categories[j]
			if k := slices.IndexFunc(english.Categories, func(e Category) bool { return e.ID == c.ID }); k >= 0 {
				c.Level = english.Categories[k].Level
			}
		}
		checks[i] = *check
	}
	return checks, nil
}
