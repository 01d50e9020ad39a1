package main

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/output"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/picture"
)

// completions are scripts for shells, which ask the program itself what the word before the cursor may become, and take files where it
// has nothing to say.
var completions = map[string]string{
	"bash": `_shutdownlint() {
	local IFS=$'\n'
	COMPREPLY=($("${COMP_WORDS[0]}" complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _shutdownlint shutdownlint
`,
	"zsh": `#compdef shutdownlint
_shutdownlint() {
	local -a found
	found=(${(f)"$("${words[1]}" complete "${(@)words[2,CURRENT]}" 2>/dev/null)"})
	if (( $#found )); then compadd -a found; else _files; fi
}
compdef _shutdownlint shutdownlint
`,
	"fish": `complete -c shutdownlint -a '(shutdownlint complete (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
}

// completion prints the script of a shell.
func (t *tool) completion(args []string) (int, error) {
	shells := slices.Sorted(maps.Keys(completions))
	if len(args) != 1 || completions[args[0]] == "" {
		return exitFailed, fmt.Errorf("completion for which shell? There is %s", strings.Join(shells, ", "))
	}
	_, err := fmt.Fprint(t.stdout, completions[args[0]])
	return exitClean, err
}

// complete prints what the last of the words of a command line may become, each on a line. Bash gives it -name=value as three words, and
// takes the value alone for an answer.
func (t *tool) complete(words []string) (int, error) {
	if len(words) == 0 {
		return exitFailed, errors.New("complete what?")
	}
	last, before := words[len(words)-1], words[:len(words)-1]
	fs, _ := t.flags(new(settings))
	names := slices.Clone(commands)
	if len(before) > 0 {
		names = nil
		switch before[0] {
		case "explain", "help":
			fs, _, _ = explainFlags()
			for _, c := range t.categories {
				names = append(names, c.ID, c.Check)
			}
			if before[0] == "help" {
				fs, names = new(flag.FlagSet), append(names, "map")
			}
		case "map":
			fs, _, _ = mapFlags(new(settings))
		case "version":
			fs, _ = versionFlags()
		case "completion":
			fs, names = new(flag.FlagSet), slices.Collect(maps.Keys(completions))
		case "list", "schema", "clean":
			fs = new(flag.FlagSet)
		}
	}

	prefix := "" // of each answer
	value := func(name string) {
		prefix, names = last[:strings.LastIndexAny(last, "=,")+1], t.values(fs, name)
	}
	switch n := len(before); {
	case last == "=" && n > 0:
		last = ""
		value(before[n-1])
	case n > 1 && before[n-1] == "=":
		value(before[n-2])
	case strings.HasPrefix(last, "-") && strings.Contains(last, "="):
		name, _, _ := strings.Cut(last, "=")
		value(name)
	case strings.HasPrefix(last, "-"):
		prefix, names = "-", nil
		if strings.HasPrefix(last, "--") {
			prefix = "--"
		}
		fs.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	case n > 0 && strings.HasPrefix(before[n-1], "-") && takesValue(fs, before[n-1]):
		value(before[n-1])
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if strings.HasPrefix(prefix+name, last) {
			if _, err := fmt.Fprintln(t.stdout, prefix+name); err != nil {
				return exitFailed, err
			}
		}
	}
	return exitClean, nil
}

// values returns what a flag of fs may be set to, if it is not anything.
func (t *tool) values(fs *flag.FlagSet, name string) (values []string) {
	f := fs.Lookup(strings.TrimLeft(name, "-"))
	if f == nil {
		return nil
	}
	switch f.Name {
	case "format":
		if fs.Name() == "shutdownlint map" {
			return picture.Formats.Names()
		}
		return output.Reports.Names()
	case "lang":
		return []string{"en", "zh"}
	case "cache":
		return []string{"off"}
	case "disable":
		for _, c := range t.categories {
			values = append(values, c.ID)
		}
	}
	return values
}

// takesValue reports whether the word after a flag belongs to it.
func takesValue(fs *flag.FlagSet, name string) bool {
	f := fs.Lookup(strings.TrimLeft(name, "-"))
	if f == nil {
		return false
	}
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return !ok || !b.IsBoolFlag()
}
