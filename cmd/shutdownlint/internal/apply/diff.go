package apply

import (
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strconv"

	udiff "github.com/aymanbagabas/go-udiff"
)

// Diff prints the changes as one unified diff, with file names relative to dir.
func (p *Plan) Diff(w io.Writer, dir string) error {
	for _, c := range p.Changes {
		name := c.File
		if rel, err := filepath.Rel(dir, name); err == nil {
			name = rel
		}
		name = filepath.ToSlash(name)
		if _, err := io.WriteString(w, renumber(udiff.Unified("a/"+name, "b/"+name, string(c.Old), string(c.New)))); err != nil {
			return err
		}
	}
	return nil
}

// header is the first line of a hunk. Lines of the files themselves begin with a blank, a plus or a minus.
var header = regexp.MustCompile(`(?m)^@@ -(\d+)(,\d+)? \+\d+(,\d+)? @@`)

// renumber corrects the line numbers of the new file: go-udiff forgets those lines that stand between two changes of a hunk.
func renumber(diff string) string {
	shift := 0 // lines that the hunks so far have added
	return header.ReplaceAllStringFunc(diff, func(s string) string {
		m := header.FindStringSubmatch(s)
		start, _ := strconv.Atoi(m[1]) // digits, as are those below
		s = fmt.Sprintf("@@ -%s%s +%d%s @@", m[1], m[2], start+shift, m[3])
		shift += length(m[3]) - length(m[2])
		return s
	})
}

// length is the number of lines that the header of a hunk gives; a missing one means one line.
func length(count string) int {
	if count == "" {
		return 1
	}
	n, _ := strconv.Atoi(count[1:])
	return n
}
