package load

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/stop"
)

// A standIn is a go.mod in place of the main module's, in which empty modules replace those that are gone.
//
// The go command says nothing at all of a module when one requirement, however far down, cannot be had any more. Most
// packages do not need it.
type standIn struct {
	dir  string // of temporary files
	file string // the go.mod
	gone []finding.Error
}

// maxGone bounds how many modules are replaced, each of which costs another run of the go command.
const maxGone = 20

// gone finds the module that is to blame at the end of what the go command says: "go: a@v1 requires b@v1: reading …".
// A network that is down is no reason: the module may be there tomorrow.
var gone = regexp.MustCompile(`(?m)^(?:go: |\s+)(\S+)@(\S+): ((?:reading .*: (?:403|404|410) |invalid version: |unrecognized import path ).*)$`)

// replace puts an empty module in the place of the one that stderr names. It fails where there is no such name, or no go.mod.
func (s *standIn) replace(env *Env, stderr string) bool {
	match := gone.FindStringSubmatch(stderr)
	if match == nil || len(s.gone) == maxGone || env.workspace() || env.GOMOD == "" || env.GOMOD == os.DevNull {
		return false
	}
	path, version, reason := match[1], match[2], match[3]
	if s.dir == "" {
		if err := s.begin(env.GOMOD); err != nil {
			return false
		}
	}
	empty := filepath.Join(s.dir, fmt.Sprint(len(s.gone)))
	if os.Mkdir(empty, 0o700) != nil || os.WriteFile(filepath.Join(empty, "go.mod"), []byte("module "+path+"\n"), 0o600) != nil {
		return false
	}
	edit := stop.Command("go", "mod", "edit", "-replace="+path+"@"+version+"="+empty, s.file)
	if edit.Run() != nil {
		return false
	}
	s.gone = append(s.gone, finding.Error{
		Package: path + "@" + version,
		File:    env.GOMOD,
		Message: "this module cannot be had, and what is imported from it stays unknown: " + strings.TrimSpace(reason),
	})
	return true
}

// begin copies go.mod and go.sum, to which the go command looks beside the go.mod that it is given.
func (s *standIn) begin(gomod string) error {
	dir, err := os.MkdirTemp("", "shutdownlint")
	if err != nil {
		return err
	}
	s.dir, s.file = dir, filepath.Join(dir, "go.mod")
	text, err := os.ReadFile(gomod)
	if err != nil {
		return err
	}
	if sum, err := os.ReadFile(strings.TrimSuffix(gomod, ".mod") + ".sum"); err == nil {
		if err := os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o600); err != nil {
			return err
		}
	}
	return os.WriteFile(s.file, text, 0o600)
}

func (s *standIn) remove() {
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
}
