package wrong

import (
	"io"
	"os"
	"sort"
	"sync"
)

// The goroutine may still read when the function returns: to close the file then would be another mistake.
func readInGoroutine(name string, w io.Writer) error {
	f, err := os.Open(name) // want `never closed.*file-unclosed`
	if err != nil {
		return err
	}
	go func() { _, _ = io.Copy(w, io.NewSectionReader(f, 0, 80)) }()
	return nil
}

func readInNamedGoroutine(name string, w io.Writer, wg *sync.WaitGroup) error {
	f, err := os.Open(name) // want `never closed.*file-unclosed`
	if err != nil {
		return err
	}
	work := func() { _, _ = io.Copy(w, io.NewSectionReader(f, 0, 80)) }
	go work()
	return nil
}

func handedToSomebody(name string, start func(func())) error {
	f, err := os.Open(name) // want `never closed.*file-unclosed`
	if err != nil {
		return err
	}
	start(func() { _, _ = f.Stat() })
	return nil
}

// These literals run no longer than the function.
func usedInLiterals(name string, list []int) error {
	f, err := os.Open(name) // want `never closed.*file-unclosed`
	if err != nil {
		return err
	}
	func() { _, _ = f.Stat() }()
	defer func() { _, _ = f.Stat() }()
	sort.Slice(list, func(i, j int) bool { _, _ = f.Stat(); return list[i] < list[j] })
	stat := func() { _, _ = f.Stat() }
	stat()
	return nil
}
