package main

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"time"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/run"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/source"
)

// tellCost is what -debug adds: what was read, and how long it took.
func (t *tool) tellCost(p *load.Program, r *run.Run, dependencies *source.Source, analysis time.Duration) {
	packages, bodies := dependencies.Read()
	cost := p.Cost()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	line := func(format string, args ...any) { fmt.Fprintf(t.stderr, "debug: "+format+"\n", args...) }
	line("list:      %v, %d packages", p.Listed.Round(time.Millisecond), cost.Listed)
	line("analyse:   %v, %d packages from source, %d more for their facts, %d from export data",
		analysis.Round(time.Millisecond), len(p.Units), len(p.Facts), cost.Exports)
	listed := "asked for"
	if p.Recalled {
		listed = "recalled as well"
	}
	line("recalled:  %d packages, their list was %s", r.Recalled(), listed)
	line("on demand: %d bodies of %d packages", bodies, len(packages))
	for _, path := range slices.Sorted(maps.Keys(packages)) {
		if n := packages[path]; n > 1 {
			path += fmt.Sprintf(" (%d times)", n)
		}
		line("           %s", path)
	}
	line("memory:    %d MiB obtained from the system", memory.Sys>>20)
}

// tell prints lines that -debug asks for.
func (t *tool) tell(lines []string) {
	for _, line := range lines {
		fmt.Fprintf(t.stderr, "debug: %s\n", line)
	}
}
