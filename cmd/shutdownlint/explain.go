package main

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"go/doc/comment"
	"html/template"
	"io"
	"strings"

	"github.com/shutdownlint/shutdownlint/analyzers"
)

// explain prints all that the documentation says about categories, or about checks with all their categories, as text or as
// one page of HTML.
func (t *tool) explain(args []string) (int, error) {
	fs, html, language := explainFlags()
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return t.help(nil)
	case err != nil:
		return exitFailed, fmt.Errorf("%v (see \"shutdownlint help\")", err)
	case fs.NArg() == 0 && !*html:
		return exitFailed, errors.New("explain what? \"shutdownlint list\" names all categories, and explain -html is about all of them")
	}
	documentation, err := t.documentation(*language)
	if err != nil {
		return exitFailed, err
	}
	checks, err := t.named(documentation, fs.Args())
	if err != nil {
		return exitFailed, err
	}
	words := wordings[*language]
	if *html {
		return exitClean, page.Execute(t.stdout, struct {
			Language string
			Words    wording
			Checks   []analyzers.Check
		}{*language, words, checks})
	}
	var b strings.Builder
	for _, c := range checks {
		words.describe(&b, c)
	}
	_, err = io.WriteString(t.stdout, strings.TrimSuffix(b.String(), "\n"))
	return exitClean, err
}

func explainFlags() (fs *flag.FlagSet, html *bool, language *string) {
	fs = flag.NewFlagSet("shutdownlint explain", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // errors are told in one line
	return fs, fs.Bool("html", false, ""), fs.String("lang", "en", "")
}

// named returns what is documented about the names, or about everything if there are none. A check that is not named
// itself, but by a category, has no text of its own.
func (t *tool) named(documentation []analyzers.Check, names []string) ([]analyzers.Check, error) {
	if len(names) == 0 {
		return documentation, nil
	}
	var found []analyzers.Check
	for _, name := range names {
		before := len(found)
		for _, check := range documentation {
			if check.Name == name {
				found = append(found, check)
				continue
			}
			for _, c := range check.Categories {
				if c.ID == name {
					found = append(found, analyzers.Check{Name: check.Name, Categories: []analyzers.Category{c}})
				}
			}
		}
		if len(found) == before {
			return nil, fmt.Errorf("no category or check %q%s", name, t.similar(name))
		}
	}
	return found, nil
}

// A wording is what explain says itself.
type wording struct {
	Title    string
	Category string // a format for the category, its check and its level
	Online   string // where else a category is explained
}

var wordings = map[string]wording{
	"en": {"What shutdownlint finds", "%s (check %s, level %s)", "on pkg.go.dev"},
	"zh": {"shutdownlint 能发现的问题", "%s（检查 %s，级别 %s）", "在 pkg.go.dev 上（英文）"},
}

func (w wording) describe(b *strings.Builder, check analyzers.Check) {
	if check.Summary != "" {
		fmt.Fprintf(b, "%s: %s\n\n", check.Name, check.Summary)
	}
	if text := strings.TrimSpace(check.Text); text != "" {
		b.WriteString(text + "\n\n")
	}
	for _, c := range check.Categories {
		fmt.Fprintf(b, w.Category+"\n\n%s\n\n%s\n\n%s\n\n", c.ID, c.Check, c.Level, c.Summary, strings.TrimSpace(c.Text), c.URL)
	}
}

//go:embed explain.html
var pageText string

// page is all documentation on one page.
var page = template.Must(template.New("explain").Funcs(template.FuncMap{"html": docHTML}).Parse(pageText))

// docHTML turns the text of a doc comment into HTML.
func docHTML(text string) template.HTML {
	var parser comment.Parser
	printer := comment.Printer{HeadingLevel: 4}
	return template.HTML(printer.HTML(parser.Parse(text))) // escapes what it prints
}
