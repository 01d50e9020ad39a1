// Package since asks git which lines have changed since a revision, so that only findings on those count.
package since

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/stop"
)

// Changed are the lines that have changed.
type Changed struct {
	root  string             // of the repository
	files map[string][]lines // by name from there, with slashes
	whole map[string]bool    // files that git does not know
}

// lines are those from the first up to the one before the last.
type lines struct{ first, last int }

// Ask asks git, in the working directory, what has changed in the work tree since the revision from which its commits and those of rev went
// apart. Files that are new, and not ignored, are changed as a whole; files that were only renamed are not changed.
func Ask(rev string) (*Changed, error) {
	defer stop.Hold()()
	if strings.HasPrefix(rev, "-") {
		return nil, fmt.Errorf("-since: %q is no revision", rev)
	}
	root, err := git("rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	if _, err := git("rev-parse", "--verify", "--quiet", rev+"^{commit}"); err != nil {
		return nil, fmt.Errorf("-since: there is no revision %q", rev)
	}
	diff, err := git("-c", "core.quotePath=false", "diff", "--merge-base", "--unified=0", "--find-renames", "--no-color", "--no-ext-diff", "--no-textconv",
		"--src-prefix=a/", "--dst-prefix=b/", rev, "--", ":/")
	if err != nil {
		return nil, err
	}
	c := &Changed{root: real(filepath.FromSlash(string(bytes.TrimRight(root, "\r\n")))), whole: make(map[string]bool)}
	if c.files, err = parse(string(diff)); err != nil {
		return nil, err
	}
	untracked, err := git("ls-files", "-z", "--others", "--exclude-standard", "--full-name", ":/")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(string(untracked), "\x00") {
		c.whole[name] = true
	}
	return c, nil
}

// git runs git and returns what it prints. The error is one line.
func git(args ...string) ([]byte, error) {
	cmd := stop.Command("git", args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		said, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
		if said == "" {
			said = err.Error()
		}
		return nil, fmt.Errorf("-since: git: %s", said)
	}
	return out, nil
}

// parse reads the names of files and the heads of hunks, "@@ -1,2 +3,4 @@", of a diff without context.
func parse(diff string) (map[string][]lines, error) {
	files := make(map[string][]lines)
	file, skip := "", 0
	for line := range strings.SplitSeq(diff, "\n") {
		switch {
		case skip > 0 && (strings.HasPrefix(line, "+") || strings.HasPrefix(line, "-")):
			skip-- // content, whatever it looks like
		case strings.HasPrefix(line, "+++ "):
			name := strings.TrimSuffix(line[len("+++ "):], "\t") // which stands behind a name with a space in it
			if strings.HasPrefix(name, `"`) {
				text, err := strconv.Unquote(name)
				if err != nil {
					return nil, fmt.Errorf("-since: git names a file %s", name)
				}
				name = text
			}
			file = strings.TrimPrefix(name, "b/")
		case strings.HasPrefix(line, "@@ "):
			fields := strings.Fields(line)
			if len(fields) < 3 {
				return nil, fmt.Errorf("-since: git prints %q", line)
			}
			_, gone, err := span(fields[1], "-")
			if err != nil {
				return nil, err
			}
			first, n, err := span(fields[2], "+")
			if err != nil {
				return nil, err
			}
			skip = gone + n
			if n > 0 {
				files[file] = append(files[file], lines{first, first + n})
			}
		}
	}
	return files, nil
}

// span reads "+3,4", or "+3" for one line.
func span(text, sign string) (first, n int, err error) {
	start, count, more := strings.Cut(strings.TrimPrefix(text, sign), ",")
	n = 1
	if first, err = strconv.Atoi(start); err == nil && more {
		n, err = strconv.Atoi(count)
	}
	if err != nil {
		err = fmt.Errorf("-since: git prints a hunk %q", text)
	}
	return first, n, err
}

// Filter takes the findings out of the report, whose files have absolute names, that stand on no changed line.
func (c *Changed) Filter(r *finding.Report) {
	r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool {
		rel, err := filepath.Rel(c.root, real(f.File))
		name := filepath.ToSlash(rel)
		if err == nil && (c.whole[name] || slices.ContainsFunc(c.files[name], func(l lines) bool { return f.Line < l.last && max(f.Line, f.EndLine) >= l.first })) {
			return false
		}
		r.Old++
		return true
	})
}

// real is the name of a file without links, if it exists.
func real(name string) string {
	if r, err := filepath.EvalSymlinks(name); err == nil {
		return r
	}
	return name
}
