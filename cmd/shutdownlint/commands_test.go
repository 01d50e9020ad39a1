package main

import (
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/analyzers/driver"
)

// TestHelpIsComplete looks for flags that help does not print, and for words in it that are no flags.
func TestHelpIsComplete(t *testing.T) {
	suite, err := driver.New(analyzers.Settings{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	tool := &tool{suite: suite, stdout: &out}
	fs, checks := tool.flags(new(settings))
	var declared, printed []string
	fs.VisitAll(func(f *flag.Flag) {
		if checks[f.Name] == nil {
			declared = append(declared, f.Name)
		}
	})
	for _, s := range sections {
		printed = append(printed, s.flags...)
	}
	slices.Sort(printed)
	if !slices.Equal(declared, printed) {
		t.Errorf("declared %q, printed %q", declared, printed)
	}
	if _, err := tool.help(nil); err != nil {
		t.Fatal(err)
	}
	for name := range checks {
		if !strings.Contains(out.String(), "\n\t"+name+"\n") {
			t.Errorf("help does not name %s", name)
		}
	}
}

func TestMisspelt(t *testing.T) {
	for word, want := range map[string]string{
		"explian": "explain", "explan": "explain", "explains": "explain", "lsit": "list", "lists": "list", "hlep": "help", "versoin": "version",
		"list": "", "fmt": "", "app": "", "ma": "", "explorer": "", "cmd": "", "./lists": "", "std": "", "all": "", "main": "", "": "",
	} {
		if got := misspelt(word); got != want {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
}
