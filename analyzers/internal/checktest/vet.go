package checktest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var (
	packageLine = regexp.MustCompile(`(?m)^#.*\n`)
	label       = regexp.MustCompile(`^(.*) \(([a-z0-9-]+)(, note)?\)$`)
)

// VetFindings runs the binary under go vet on all packages of the module in dir.
func VetFindings(t *testing.T, dir string, flags ...string) []Finding {
	t.Helper()
	return VetFindingsIn(t, dir, "./...", flags...)
}

// VetFindingsIn is VetFindings for the packages that match pattern.
func VetFindingsIn(t *testing.T, dir, pattern string, flags ...string) []Finding {
	t.Helper()
	args := slices.Concat([]string{"vet", "-vettool=" + unwatched.build(t, false), "-json"}, flags, []string{pattern})
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s%s", cmd.Args, err, out, stderr.Bytes())
	}
	var all []Finding
	dec := json.NewDecoder(bytes.NewReader(packageLine.ReplaceAll(out, nil)))
	for {
		var packages map[string]map[string][]struct{ Posn, Message string }
		if err := dec.Decode(&packages); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%v: %v\n%s%s", cmd.Args, err, out, stderr.Bytes())
		}
		for _, checks := range packages {
			for check, found := range checks {
				for _, f := range found {
					all = append(all, vetFinding(t, dir, check, f.Posn, f.Message))
				}
			}
		}
	}
	return all
}

// vetFinding reads file:line:column and a message that ends with the category in parentheses.
func vetFinding(t *testing.T, dir, check, posn, message string) Finding {
	t.Helper()
	f := Finding{Check: check, Message: message, Level: "error", File: posn}
	if m := label.FindStringSubmatch(message); m != nil {
		f.Message, f.Category = m[1], m[2]
		if m[3] != "" {
			f.Level = "note"
		}
	}
	rest, column, _ := cutLast(posn)
	file, line, ok := cutLast(rest)
	if !ok {
		t.Errorf("%s: no position", posn)
		return f
	}
	f.Line, f.Column = line, column
	f.File = file
	if rel, err := filepath.Rel(dir, file); err == nil && filepath.IsAbs(file) {
		f.File = filepath.ToSlash(rel)
	}
	return f
}

// cutLast cuts the number behind the last colon off s.
func cutLast(s string) (before string, n int, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[i+1:])
	return s[:i], n, err == nil
}
