package load

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// exportData returns the part of a file named by go list -export that gcexportdata.Read understands. From Go 1.28 on it is the
// file; before, the file is an archive of the compiler, in which that part stands between two marks in the first member.
func exportData(file io.Reader) (io.Reader, error) {
	const (
		archive   = "!<arch>\n"
		header    = 60 // bytes: of a member, the size in decimal among them
		sizeBegin = 48
		sizeEnd   = 58
		begin     = "$$B\n"
		end       = "\n$$\n"
	)
	r := bufio.NewReader(file)
	start, err := r.Peek(len(archive) + header)
	if err != nil || string(start[:len(archive)]) != archive {
		return r, nil // Read says what is wrong, if anything is
	}
	member := string(start[len(archive):])
	size, err := strconv.ParseInt(strings.TrimSpace(member[sizeBegin:sizeEnd]), 10, 64)
	if err != nil || !strings.HasPrefix(member, "__.PKGDEF ") {
		return nil, errors.New("an archive that does not begin with export data")
	}
	if _, err := r.Discard(len(start)); err != nil {
		return nil, err
	}
	for size > 0 {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return nil, fmt.Errorf("an archive without export data: %v", err)
		}
		size -= int64(len(line))
		if string(line) == begin {
			return io.LimitReader(r, size-int64(len(end))), nil
		}
	}
	return nil, errors.New("an archive without export data")
}
