package cache

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/gob"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"
)

// Files knows the content of files, and the names in directories. Those that were not touched since an earlier run it does not open.
type Files struct {
	// Tick is longer than what any file system takes for the same time: what was changed within it may change again unseen.
	Tick time.Duration

	store *Store
	key   Sum // of what is known from earlier runs

	mu    sync.Mutex
	known map[string]File
	used  map[string]File
	fresh bool // something is known that was not known before
}

// A File is what is known of a file.
type File struct {
	Stamp Stamp
	Sum   Sum
	Read  int64 // when it was, as Stamp counts
}

// A Stamp changes with the content of a file, unless that changes twice in so short a time that the clock of the file system does
// not tell.
type Stamp struct {
	Size    int64
	Written int64 // nanoseconds since 1970
	Changed int64 // when anything about the file changed, which no program can set; 0 where the system does not say
	Inode   uint64
}

// NewFiles returns what is known of the files of a tree; name tells the tree from others.
func NewFiles(store *Store, name string) *Files {
	f := &Files{Tick: 2 * time.Second, store: store, key: sha256.Sum256([]byte("files\x00" + name)), known: make(map[string]File), used: make(map[string]File)}
	if data, ok := store.Get(f.key); ok {
		if gob.NewDecoder(bytes.NewReader(data)).Decode(&f.known) != nil {
			f.known = make(map[string]File)
		}
	}
	return f
}

// last is when the file changed last.
func (s Stamp) last() int64 { return max(s.Written, s.Changed) }

// settled reports whether the file cannot have changed unseen since it was read.
func (f *Files) settled(file File) bool {
	return file.Stamp.Changed != 0 && file.Stamp.last()+int64(f.Tick) < file.Read
}

// Sum returns the digest of the content that the file has in this run.
func (f *Files) Sum(name string) (Sum, error) {
	f.mu.Lock()
	known, isUsed := f.used[name]
	if !isUsed {
		known = f.known[name]
	}
	f.mu.Unlock()
	if isUsed {
		return known.Sum, nil
	}
	now := time.Now().UnixNano()
	info, err := os.Stat(name)
	if err != nil {
		return Sum{}, err
	}
	fresh := stamp(info) != known.Stamp || !f.settled(known)
	if fresh {
		known = File{Stamp: stamp(info), Read: now}
		if known.Sum, err = digest(name); err != nil {
			return Sum{}, err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if other, ok := f.used[name]; ok {
		return other.Sum, nil
	}
	f.used[name] = known
	f.fresh = f.fresh || fresh
	return known.Sum, nil
}

// Older reports whether the file, whose content was asked for, was last changed before the time.
func (f *Files) Older(name string, than time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	file, ok := f.used[name]
	return ok && file.Stamp.last()+int64(f.Tick) < than.UnixNano()
}

// Unchanged reports whether all files whose content was asked for still have it.
func (f *Files) Unchanged() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for name, file := range f.used {
		info, err := os.Stat(name)
		if err != nil || stamp(info) != file.Stamp {
			return false
		}
		if !f.settled(file) {
			if sum, err := digest(name); err != nil || sum != file.Sum {
				return false
			}
		}
	}
	return true
}

// Fresh reports whether something is known by now that earlier runs did not know.
func (f *Files) Fresh() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fresh
}

// Keep writes down what is known for the runs that come.
func (f *Files) Keep() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.fresh {
		return nil
	}
	kept := f.known
	if len(kept) > 10_000+4*len(f.used) { // most are gone
		kept = make(map[string]File)
	}
	for name, file := range f.used {
		if f.settled(file) {
			kept[name] = file
		} else {
			delete(kept, name)
		}
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(kept); err != nil {
		return err
	}
	return f.store.Put(f.key, b.Bytes())
}

func digest(name string) (Sum, error) {
	f, err := os.Open(name)
	if err != nil {
		return Sum{}, err
	}
	defer f.Close()
	h := sha256.New()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		entries, err := f.ReadDir(-1)
		slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
		for _, e := range entries {
			fmt.Fprintf(h, "%v %q\n", e.Type(), e.Name())
		}
		return Sum(h.Sum(nil)), err
	}
	if _, err := io.Copy(h, f); err != nil {
		return Sum{}, err
	}
	return Sum(h.Sum(nil)), nil
}
