//go:build !linux && !darwin

package cache

import "io/fs"

// stamp does not know when anything about the file changed: its content is looked at in each run.
func stamp(info fs.FileInfo) Stamp {
	return Stamp{Size: info.Size(), Written: info.ModTime().UnixNano()}
}
