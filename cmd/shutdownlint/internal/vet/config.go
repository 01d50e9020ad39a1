package vet

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/internal/config"
)

// The go command runs a vet tool in the directory of each package, and knows nothing of the tool's configuration file. So
// the configuration is looked for once, when the go command asks in its own working directory for the tool's identity:
// it becomes part of that identity, by which the go command caches results, and is written down for the runs that follow.

// A record is the configuration that one run of the go command goes by.
type record struct {
	Name string // of the file; "" if there is none
	Text []byte
}

// identity describes the program and its configuration in the form that the go command demands of a vet tool.
func identity(open func(*config.File) (*driver.Suite, error)) (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	r, err := search()
	if err != nil {
		return "", err
	}
	if _, err := r.open(open); err != nil {
		return "", err // told here, once, and not for each package
	}
	if r.Name != "" {
		fmt.Fprintf(h, "%s\n%s", r.Name, r.Text)
	}
	r.keep()
	return fmt.Sprintf("%s version devel comments-go-here buildID=%02x\n", name, h.Sum(nil)), nil
}

// open reads the configuration and returns the checks with its settings.
func (r record) open(open func(*config.File) (*driver.Suite, error)) (*driver.Suite, error) {
	if r.Name == "" {
		return open(nil)
	}
	f, err := config.Read(r.Name, r.Text)
	if err != nil {
		return nil, err
	}
	return open(f)
}

// search finds the configuration file for the working directory.
func search() (r record, err error) {
	wd, err := os.Getwd()
	if err != nil {
		return r, err
	}
	r.Name, r.Text, err = config.Find(wd)
	return r, err
}

// keptFor is how long a record is kept: longer than any run of the go command.
const keptFor = 24 * time.Hour

// records is the directory of the records, one for each running go command.
func records() (string, error) {
	cache, err := os.UserCacheDir()
	return filepath.Join(cache, "shutdownlint", "vet"), err
}

// recordFile is the name of the record for the go command that has started this process.
func recordFile(dir string) string { return filepath.Join(dir, strconv.Itoa(os.Getppid())) }

// keep writes the record down, and removes old ones. Where that is impossible, recall does without.
func (r record) keep() {
	dir, err := records()
	if err != nil || os.MkdirAll(dir, 0o700) != nil {
		return
	}
	data, err := json.Marshal(r)
	if err != nil || os.WriteFile(recordFile(dir), data, 0o600) != nil {
		return
	}
	entries, _ := os.ReadDir(dir) // what cannot be read is not removed
	for _, e := range entries {
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > keptFor {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

// recall returns what keep has written. If there is nothing, for want of a place or because a script stands between the go
// command and the program, it looks for the configuration file from the directory of the package.
func recall() (r record, err error) {
	if dir, err := records(); err == nil {
		if data, err := os.ReadFile(recordFile(dir)); err == nil && json.Unmarshal(data, &r) == nil {
			return r, nil
		}
	}
	return search()
}
