package apply

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/stop"
)

// Write makes the changes. Every file is written next to the one that it replaces, and none takes its place before all
// are written. The result is nil if all went well, and then or not no file is half written.
func (p *Plan) Write() *finding.Error {
	defer stop.Hold()()
	var written []*replacement
	defer func() {
		for _, r := range written {
			os.Remove(r.temp) // fails where the file has taken its place
		}
	}()
	for _, c := range p.Changes {
		r, err := prepare(c)
		if r != nil {
			written = append(written, r)
		}
		if err != nil {
			return &finding.Error{File: c.File, Message: "cannot fix anything: " + reason(err)}
		}
	}
	for i, r := range written {
		if err := os.Rename(r.temp, r.target); err != nil {
			return &finding.Error{File: r.target, Message: fmt.Sprintf("cannot fix (%d other files are fixed): %s", i, reason(err))}
		}
	}
	return nil
}

// A replacement is a written file that has not yet taken its place.
type replacement struct{ temp, target string }

// prepare writes the new content of a file next to it. The result is not nil if there is a file to be removed.
func prepare(c Change) (*replacement, error) {
	target, err := filepath.EvalSymlinks(c.File) // the link stays
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(filepath.Dir(target), ".shutdownlint-*")
	if err != nil {
		return nil, err
	}
	r := &replacement{f.Name(), target}
	_, err = f.Write(c.New)
	err = errors.Join(err, f.Chmod(c.Mode.Perm()), f.Sync())
	return r, errors.Join(err, f.Close())
}

// reason is the part of an error that does not repeat the names of files.
func reason(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.As(err, &link):
		return link.Err.Error()
	}
	return err.Error()
}
