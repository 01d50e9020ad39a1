package right

import (
	"net"
	"os"
	"sync/atomic"
)

// What is put into a container where it is made is somebody else's to close.
func intoContainers(files map[string]*os.File, list []*os.File, at **os.File, name string) (err error) {
	if files[name], err = os.Open(name); err != nil {
		return err
	}
	if list[0], err = os.Open(name); err != nil {
		return err
	}
	*at, err = (os.Open(name))
	return err
}

func listenersByName(all map[string]net.Listener) (err error) {
	all["a"], err = net.Listen("tcp", ":0")
	return err
}

// What is put where others load it from is closed by whoever takes it out.
type journal struct {
	file atomic.Pointer[os.File]
	last struct{ atomic.Pointer[os.File] }
}

func (j *journal) open(name string) (*os.File, error) {
	if f := j.file.Load(); f != nil {
		return f, nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	j.file.Store(f)
	return f, nil
}

func (j *journal) openLast(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	j.last.Store(f)
	return f, nil
}

func (j *journal) add(name, line string) error {
	f, err := j.open(name)
	if err != nil {
		return err
	}
	_, err = f.WriteString(line)
	return err
}

func (j *journal) size(name string) (int64, error) {
	f, err := j.openLast(name)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (j *journal) rotate(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if old := j.file.Swap(f); old != nil {
		return old.Close()
	}
	return nil
}

func (j *journal) once(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if !j.file.CompareAndSwap(nil, f) {
		return f.Close()
	}
	return nil
}

var current atomic.Pointer[net.Conn]

func connect(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	current.Store(&conn)
	return conn, nil
}

func greet(addr string) error {
	conn, err := connect(addr)
	if err != nil {
		return err
	}
	_, err = conn.Write([]byte("hello"))
	return err
}
