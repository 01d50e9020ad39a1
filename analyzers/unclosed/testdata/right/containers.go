package right

import (
	"net"
	"os"
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
