package deploy

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/shell"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/systemd"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// unitDefault is how long systemd waits unless it is told otherwise.
const unitDefault = 90 * time.Second

// unit reports what is wrong with a systemd unit.
func (t *tree) unit(u *systemd.Unit) {
	start, ok := u.Last("ExecStart")
	if !ok {
		return
	}
	var argv []string
	for _, c := range shell.Parse(strings.TrimLeft(start.Value, "@-:+!|")).Commands {
		argv = append(argv, texts(c.Words)...)
	}
	if len(argv) == 0 {
		return
	}
	name := command(argv)
	program := t.named(name)
	if program == nil || path.Base(name) == "go" {
		return
	}
	if _, own := u.Last("ExecStop"); own {
		return // which may do more than send a signal
	}
	if kill, ok := u.Last("SendSIGKILL"); ok && slices.Contains([]string{"no", "false", "off", "0"}, strings.ToLower(kill.Value)) {
		return // nothing cuts it
	}
	if signal, ok := u.Last("KillSignal"); ok {
		t.stopsBy(program, signal.File, signal.At, signal.At, signal.Value)
	}
	g := grace{Given: Given{Kind: "systemd", Name: path.Base(filepath.ToSlash(u.Name))}, file: start.File, at: start.At, lasts: unitDefault, whose: "systemd's default", more: "raise TimeoutStopSec, or let it end sooner"}
	g.fix = lineBefore(start.File, "ExecStart", start.At, func(n int) string { return fmt.Sprintf("TimeoutStopSec=%ds", n) })
	if given, ok := u.Last("TimeoutStopSec", "TimeoutSec"); ok {
		d, ok := systemd.Span(given.Value)
		if !ok {
			return
		}
		g.file, g.at, g.lasts, g.whose = given.File, given.At, d, "as "+given.Key+" says"
		g.fix = func(need time.Duration) *finding.Fix {
			return edit(given.File, given.At, fmt.Sprintf("%ds", seconds(need)), fmt.Sprintf("Give the program %d seconds", seconds(need)))
		}
	}
	t.compare(program, argv, g)
}

// dropIns adds to a unit what the files of its directory of overrides say, in the order in which systemd reads them.
func (t *tree) dropIns(u *systemd.Unit) {
	files, err := os.ReadDir(u.Name + ".d")
	if err != nil {
		return // there is none
	}
	for _, f := range files {
		if filepath.Ext(f.Name()) != ".conf" {
			continue
		}
		if src := t.open(filepath.Join(u.Name+".d", f.Name())); src != nil {
			u.Override(src)
			t.took(src, unitKind)
		}
	}
}
