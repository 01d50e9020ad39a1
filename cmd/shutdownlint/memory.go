package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/cache"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/run"
)

// openCache opens what is kept of earlier runs. Who asks for a directory is told if there cannot be one; otherwise the run goes
// without it. Fixes and maps are always made from the sources themselves.
func (s *settings) openCache() error {
	if s.cache == cache.Off || s.fix || s.diff || s.drawing != nil {
		return nil
	}
	dir := s.cache
	if dir == "" {
		var err error
		if dir, err = cache.Dir(); err != nil {
			return nil
		}
	}
	store, err := cache.Open(dir)
	switch {
	case err == nil:
		s.store = store
	case s.cache != "":
		return fmt.Errorf("-cache: %v", err)
	}
	return nil
}

// memory returns what earlier runs know of the packages that the patterns match in dir, or nil if they are not to be asked.
func (t *tool) memory(s *settings, wd, dir string) *run.Memory {
	if s.store == nil || t.program == "" {
		return nil
	}
	files := cache.NewFiles(s.store, cmp.Or(dir, wd))
	program, err := files.Sum(running(t.program))
	if err != nil {
		return nil
	}
	text, err := json.Marshal(t.settingsText(s, program))
	if err != nil {
		return nil
	}
	return &run.Memory{
		Memory:   &load.Memory{Store: s.store, Files: files},
		Settings: sha256.Sum256(text),
		Keep:     []reflect.Type{reflect.TypeFor[*driver.Needs](), reflect.TypeFor[*driver.Maps]()},
	}
}

// settingsText is all that findings depend on beside the packages: the program, the configuration, and the flags that change what
// is found.
func (t *tool) settingsText(s *settings, program cache.Sum) []any {
	name, text := s.config.Source()
	all := []any{program, name, text}
	for _, check := range s.checks {
		all = append(all, check.Name)
	}
	t.suite.Flags().VisitAll(func(f *flag.Flag) { all = append(all, f.Name, f.Value.String()) })
	return all
}

// running returns a file name by which the program is found that runs, even if there is another one under its name by now.
func running(program string) string {
	const self = "/proc/self/exe"
	if _, err := os.Stat(self); err == nil {
		return self
	}
	return program
}

// clean deletes what is kept of earlier runs.
func (t *tool) clean(args []string) (int, error) {
	if len(args) > 0 {
		return exitFailed, errors.New("clean takes no arguments")
	}
	dir, err := cache.Dir()
	if err != nil {
		return exitFailed, err
	}
	return exitClean, cache.Clean(dir)
}
