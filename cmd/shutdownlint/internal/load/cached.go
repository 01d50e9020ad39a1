package load

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// CachedOnly is the first argument with which the go command runs Config.Program in place of the tools that it builds with.
const CachedOnly = "cached-only"

// RunTool does what the go command asks of a tool, args[0], but for what makes packages: what is in the build cache is used, and
// nothing is added to it. Types that are not there come from the sources, which is some twenty times as fast. Cgo does not run either,
// as C compilers would after it, each time, for a package that is not compiled in the end. It returns the exit status.
func RunTool(args []string) int {
	if len(args) == 0 {
		return 2
	}
	tool := strings.TrimSuffix(filepath.Base(args[0]), ".exe")
	asked := len(args) > 1 && args[1] == "-V=full" // which version it is, as part of the key under which results are cached
	if slices.Contains([]string{"compile", "asm", "cgo"}, tool) && !asked {
		fmt.Fprintln(os.Stderr, "not in the build cache")
		return 1
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return exit.ExitCode()
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// toolexec returns the flags that let the go command look into its cache only.
func toolexec(program string) []string {
	if strings.ContainsAny(program, `'"`) {
		return []string{"-export"} // the go command has no way to quote both
	}
	return []string{"-export", "-toolexec='" + program + "' " + CachedOnly}
}

// needsCgo reports whether a package of somebody else than Go lacks what cgo makes of its files: that comes only of a package on
// which everything is built that it imports.
func (p *Program) needsCgo() bool {
	for _, pkg := range p.packages {
		if !pkg.Standard && len(pkg.CgoFiles) > 0 && len(pkg.CompiledGoFiles) == 0 && !pkg.Told() {
			return true
		}
	}
	return false
}

// hasty is an environment in which C compilers take a sixth of the time: their objects are for nobody, but cgo makes them, too.
func (e *Env) hasty() []string {
	return []string{"CGO_CFLAGS=" + e.CGO_CFLAGS + " -O0", "CGO_CXXFLAGS=" + e.CGO_CXXFLAGS + " -O0"}
}

// takeCgo takes over what cgo has made of packages, and what the go command has said of those that it was to build.
func (p *Program) takeCgo(built *Program) {
	for id, pkg := range p.packages {
		with := built.packages[id]
		if with == nil {
			continue
		}
		if len(pkg.CgoFiles) > 0 && len(pkg.CompiledGoFiles) == 0 {
			pkg.CompiledGoFiles = with.CompiledGoFiles
		}
		if !pkg.Told() {
			pkg.Error = with.Error
		}
	}
}
