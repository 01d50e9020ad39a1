// Package dot imports by a dot.
package dot

import . "os"

func wrong(name string) int {
	f, err := Open(name) // want `file-unclosed`
	if err != nil {
		return 0
	}
	n, _ := f.Write(nil)
	return n
}

func right(name string) int {
	f, err := Open(name)
	if err != nil {
		return 0
	}
	defer f.Close()
	n, _ := f.Write(nil)
	return n
}
