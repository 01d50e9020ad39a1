package deploy

import (
	"fmt"
	"path"
	"path/filepath"
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
	if signal, ok := u.Last("KillSignal"); ok {
		t.stopsBy(program, u.File, signal.At, signal.At, signal.Value)
	}
	g := grace{Given: Given{Kind: "systemd", Name: path.Base(filepath.ToSlash(u.Name))}, file: u.File, at: start.At, lasts: unitDefault, whose: "systemd's default"}
	if given, ok := u.Last("TimeoutStopSec", "TimeoutSec"); ok {
		d, ok := systemd.Span(given.Value)
		if !ok {
			return
		}
		g.at, g.lasts, g.whose = given.At, d, "as "+given.Key+" says"
		g.fix = func(need time.Duration) *finding.Fix {
			return edit(u.File, given.At, fmt.Sprintf("%ds", seconds(need)), fmt.Sprintf("Give the program %d seconds", seconds(need)))
		}
	}
	t.compare(program, argv, g)
}
