// Package cache keeps on disk what earlier runs have found out.
//
// Entries are never changed: a key is the digest of all that the entry depends on. So several processes may share a directory, and
// one may be killed at any time; what is damaged, or was deleted, is not there.
package cache

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A Sum identifies some content.
type Sum [sha256.Size]byte

// A Store is a directory of entries. A nil *Store is empty, and keeps nothing.
type Store struct {
	dir string
}

// results is the directory of the entries within that of the cache. Another form of the entries gets another name.
const results = "results-1"

// Off is what stands in place of a directory where no cache is wanted.
const Off = "off"

// Dir returns the directory of the user's cache.
func Dir() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "shutdownlint"), nil
}

// Open opens the cache in dir, which it makes if it is not there.
func Open(dir string) (*Store, error) {
	dir, err := filepath.Abs(filepath.Join(dir, results))
	if err != nil {
		return nil, err
	}
	return &Store{dir}, os.MkdirAll(dir, 0o777)
}

// Clean deletes all entries of the cache in dir.
func Clean(dir string) error { return os.RemoveAll(filepath.Join(dir, results)) }

// used is how exactly the time is known at which an entry was used last: it is written down no more often.
const used = time.Hour

// Get returns the entry for key.
func (s *Store) Get(key Sum) (data []byte, ok bool) {
	if s == nil {
		return nil, false
	}
	name := s.file(key)
	data, err := os.ReadFile(name)
	if err != nil || len(data) < len(Sum{}) {
		return nil, false
	}
	data, check := data[len(Sum{}):], Sum(data)
	if checksum(key, data) != check {
		return nil, false
	}
	if info, err := os.Stat(name); err == nil && time.Since(info.ModTime()) > used {
		now := time.Now()
		os.Chtimes(name, now, now) // if it fails, the entry is deleted sooner
	}
	return data, true
}

// Put keeps data as the entry for key.
func (s *Store) Put(key Sum, data []byte) error {
	if s == nil {
		return nil
	}
	name := s.file(key)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), "new-")
	if err != nil {
		return err
	}
	check := checksum(key, data)
	_, err = f.Write(append(check[:], data...))
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// checksum tells an entry that is whole, and stands where it belongs.
func checksum(key Sum, data []byte) Sum {
	h := sha256.New()
	h.Write(key[:])
	h.Write(data)
	return Sum(h.Sum(nil))
}

func (s *Store) file(key Sum) string {
	name := hex.EncodeToString(key[:])
	return filepath.Join(s.dir, name[:2], name[2:])
}

// The bounds of a cache.
const (
	MaxSize  = 256 << 20 // bytes, which are some 100,000 packages
	maxAge   = 30 * 24 * time.Hour
	trimEach = time.Hour // a cache that is larger is seen no sooner
)

// Trim deletes what was not used for a month, and if entries are larger than limit then, those that were used least recently. It does
// so once an hour at most.
func (s *Store) Trim(limit int64) {
	if s == nil {
		return
	}
	mark := filepath.Join(s.dir, "trimmed")
	if info, err := os.Stat(mark); err == nil && time.Since(info.ModTime()) < trimEach {
		return
	}
	if os.WriteFile(mark, nil, 0o666) != nil {
		return
	}
	now := time.Now()
	os.Chtimes(mark, now, now)
	type entry struct {
		name string
		size int64
		used time.Time
	}
	var entries []entry
	var size int64
	filepath.WalkDir(s.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == mark {
			return nil // what cannot be read is left alone
		}
		if info, err := d.Info(); err == nil {
			entries = append(entries, entry{name, info.Size(), info.ModTime()})
			size += info.Size()
		}
		return nil
	})
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.name, b.name)) })
	for _, e := range entries {
		if size <= limit && time.Since(e.used) < maxAge {
			break
		}
		if os.Remove(e.name) == nil {
			size -= e.size
		}
	}
}
