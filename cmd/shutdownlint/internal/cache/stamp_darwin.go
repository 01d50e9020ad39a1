package cache

import (
	"io/fs"
	"syscall"
)

func stamp(info fs.FileInfo) Stamp {
	s := Stamp{Size: info.Size(), Written: info.ModTime().UnixNano()}
	if sys, ok := info.Sys().(*syscall.Stat_t); ok {
		s.Changed, s.Inode = sys.Ctimespec.Nano(), sys.Ino
	}
	return s
}
