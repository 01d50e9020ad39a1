package drill

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// procfs says that descendants knows every process.
const procfs = true

// A process is one that the service started. Its start time tells it from
// another that was given the same number.
type process struct {
	pid   int
	begun string
	name  string
}

func (p process) String() string { return fmt.Sprintf("%d %s", p.pid, p.name) }

func (p process) alive() bool {
	st, ok := readStat(p.pid)
	return ok && st.begun == p.begun && st.state != "Z"
}

// watch returns the name of a process, and what asks whether it is still there.
func watch(pid int) (name string, alive func() bool, err error) {
	st, ok := readStat(pid)
	if !ok || st.state == "Z" {
		return "", nil, os.ErrProcessDone
	}
	return st.name, process{pid, st.begun, st.name}.alive, nil
}

// descendants returns the processes below pid, and, if group says so, those of the
// group that it leads.
func descendants(pid int, group bool) (list []process) {
	paths, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is right
	below := map[int]bool{pid: true}
	var stats []stat
	for _, path := range paths {
		if n, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
			if st, ok := readStat(n); ok {
				stats = append(stats, st)
			}
		}
	}
	for grown := true; grown; {
		grown = false
		for _, st := range stats {
			if !below[st.pid] && (below[st.parent] || group && st.group == pid) {
				below[st.pid], grown = true, true
				list = append(list, process{st.pid, st.begun, st.name})
			}
		}
	}
	return list
}

type stat struct {
	pid, parent, group int
	state, begun, name string
}

// readStat reads /proc/PID/stat: "7 (name) S parent group ...", where the name
// may hold anything, and the 22nd field is the start time.
func readStat(pid int) (st stat, ok bool) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return st, false // it has ended
	}
	open, shut := bytes.IndexByte(b, '('), bytes.LastIndexByte(b, ')')
	if open < 0 || shut < open {
		return st, false
	}
	fields := bytes.Fields(b[shut+1:])
	if len(fields) < 20 {
		return st, false
	}
	st = stat{pid: pid, state: string(fields[0]), begun: string(fields[19]), name: string(b[open+1 : shut])}
	st.parent, _ = strconv.Atoi(string(fields[1])) // the kernel writes numbers
	st.group, _ = strconv.Atoi(string(fields[2]))
	return st, true
}
