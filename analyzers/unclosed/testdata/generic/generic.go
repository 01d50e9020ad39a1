// Package generic goes through generic functions.
package generic

import "os"

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func wrong(name string) string {
	f := must(os.Open(name)) // want `file-unclosed`
	return f.Name()
}

func right(name string) string {
	f := must(os.Open(name))
	defer f.Close()
	return f.Name()
}

type closing interface{ Close() error }

func with[T closing](v T, do func(T)) {
	defer v.Close()
	do(v)
}

func handed(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	with(f, func(f *os.File) { f.Sync() })
	return nil
}
