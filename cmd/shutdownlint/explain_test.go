package main

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers"
)

// TestPage looks for everything that the checks say of themselves on the page that is made of it, in each language.
func TestPage(t *testing.T) {
	for _, language := range []string{"en", "zh"} {
		t.Run(language, func(t *testing.T) {
			var out bytes.Buffer
			tool := &tool{documentation: analyzers.DocumentationIn, categories: analyzers.Categories(), stdout: &out}
			if code, err := tool.explain([]string{"-html", "-lang", language}); code != exitClean || err != nil {
				t.Fatal(code, err)
			}
			if !strings.Contains(out.String(), `<html lang="`+language+`">`) {
				t.Error("the page does not say its language")
			}
			checks, err := analyzers.DocumentationIn(language)
			if err != nil {
				t.Fatal(err)
			}
			text, ids := readPage(t, out.String())
			for _, check := range checks {
				holds(t, text, check.Name, check.Summary+"\n"+check.Text)
				for _, c := range check.Categories {
					if ids[c.ID] != 1 {
						t.Errorf("%d headings have the id %s", ids[c.ID], c.ID)
					}
					holds(t, text, c.ID, c.ID+"\n"+c.Level+"\n"+c.Summary+"\n"+c.Text)
				}
			}
		})
	}
}

var tag = regexp.MustCompile(`</?([a-z0-9]+)(?: [^>]*?(?:id="([^"]*)")?)?[^>]*>`)

// readPage returns the text of a page, with single spaces, and how often each id is given. Every tag has to be one of HTML.
func readPage(t *testing.T, page string) (text string, ids map[string]int) {
	ids = make(map[string]int)
	_, body, ok := strings.Cut(page, "</head>")
	if !ok {
		t.Fatal("the page has no head")
	}
	body = tag.ReplaceAllStringFunc(body, func(s string) string {
		m := tag.FindStringSubmatch(s)
		if !slices.Contains([]string{"body", "html", "h1", "h2", "h3", "h4", "ul", "ol", "li", "a", "p", "pre", "span"}, m[1]) {
			t.Errorf("the page has the tag %s", s)
		}
		if m[2] != "" {
			ids[m[2]]++
		}
		return " "
	})
	if strings.ContainsAny(body, "<>") {
		t.Error("something is not escaped")
	}
	return strings.Join(strings.Fields(html.UnescapeString(body)), " "), ids
}

// holds wants every line of what is said about name in the text.
func holds(t *testing.T, text, name, said string) {
	for line := range strings.Lines(said) {
		line = strings.Join(strings.Fields(strings.ReplaceAll(strings.ReplaceAll(line, "``", "“"), "''", "”")), " ")
		line = strings.TrimPrefix(line, "- ")
		if !strings.Contains(text, line) {
			t.Errorf("%s: the page lacks %q", name, line)
		}
	}
}
